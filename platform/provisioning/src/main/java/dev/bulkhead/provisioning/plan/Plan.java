package dev.bulkhead.provisioning.plan;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What separates the platform's servers from the manifest.
 *
 * @param servers one part per server, also where nothing is to be done
 * @param notes what whoever reads the plan should know about it
 */
public record Plan(List<ServerPlan> servers, List<String> notes) {

    public Plan {
        servers = List.copyOf(servers);
        notes = List.copyOf(notes);
    }

    public boolean isEmpty() {
        return servers.stream().allMatch(ServerPlan::isEmpty);
    }

    /** All steps, in the order in which they are taken. */
    public List<Step> steps() {
        return servers.stream().flatMap(it -> it.steps().stream()).toList();
    }

    /** The plan as a script for psql, which wants a variable for each password's verifier. */
    public String toSql() {
        var head = notes.stream().map("-- %s\n"::formatted).collect(Collectors.joining());
        if (isEmpty()) {
            return head + "-- nothing to do\n";
        }
        return servers.stream()
                .filter(it -> !it.isEmpty())
                .map(it -> heading(it) + it.toSql())
                .collect(Collectors.joining("\n", head, ""));
    }

    private String heading(ServerPlan plan) {
        return servers.size() == 1
                ? ""
                : "-- PostgreSQL at %s:%d\n".formatted(plan.server().host(), plan.server().port());
    }

    /**
     * Changes the servers.
     *
     * @param progress hears of each step when it is done
     */
    public void apply(Consumer<Step> progress) {
        servers.forEach(it -> it.apply(progress));
    }
}
