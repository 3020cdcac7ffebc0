package dev.bulkhead.cli.server;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.server.ServerChoice.External;
import dev.bulkhead.cli.server.ServerChoice.HbaBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every {@code --postgres=…} of a command line.
 *
 * @param shared the server for all services without one of their own
 * @param own servers that run already, by the name of the service that has it to itself
 */
public record ServerChoices(ServerChoice shared, Map<String, External> own) {

    /** The embedded server, and one more for each service that wants its own. */
    public static final ServerChoices DEFAULT =
            new ServerChoices(new ServerChoice.Embedded(), Map.of());

    public ServerChoices {
        own = Map.copyOf(own);
    }

    /** Whether any of them is a server that somebody else runs. */
    public boolean elsewhere() {
        return shared instanceof External || !own.isEmpty();
    }

    /**
     * Each option may be repeated; one that begins with {@code service=} is about that service's
     * own server.
     *
     * @param networks from where services connect to the servers whose pg_hba.conf is given
     */
    public static ServerChoices of(
            List<String> servers,
            List<String> passwordFiles,
            List<String> hbaFiles,
            List<String> networks) {
        var places = PerService.of("--postgres", servers);
        var passwords = PerService.of("--postgres-password-file", passwordFiles);
        var bindings = PerService.of("--hba-file", hbaFiles);
        refuseStrangers("--postgres-password-file", passwords.keySet(), places);
        refuseStrangers("--hba-file", bindings.keySet(), places);
        var own = new LinkedHashMap<String, External>();
        for (var service : places.keySet()) {
            if (!service.isEmpty()) {
                own.put(service, external(service, places, passwords, bindings, networks));
            }
        }
        var hba = bindings.get(PerService.SHARED);
        var shared =
                ServerChoice.of(
                        places.getOrDefault(PerService.SHARED, "embedded"),
                        path(passwords.get(PerService.SHARED)),
                        new HbaBinding(
                                path(hba), own.isEmpty() || hba != null ? networks : List.of()));
        return new ServerChoices(shared, own);
    }

    private static External external(
            String service,
            Map<String, String> places,
            Map<String, String> passwords,
            Map<String, String> bindings,
            List<String> networks) {
        var hba = bindings.get(service);
        var choice =
                ServerChoice.of(
                        places.getOrDefault(service, ""),
                        path(passwords.get(service)),
                        new HbaBinding(path(hba), networks));
        if (choice instanceof External it) {
            return it;
        }
        throw Mistake.usage(
                "--postgres="
                        + service
                        + "=...: give the address of a server that runs already,"
                        + " postgresql://admin@host:port/; without the option one of ours is"
                        + " started for "
                        + service
                        + ".");
    }

    private static void refuseStrangers(
            String option, Set<String> services, Map<String, String> places) {
        for (var service : services) {
            if (!service.isEmpty() && !places.containsKey(service)) {
                throw Mistake.usage(
                        "%s=%s=...: say as well where that server is, with --postgres=%s=postgresql://admin@host:port/."
                                .formatted(option, service, service));
            }
        }
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    /** The same without one service's own server. */
    public ServerChoices without(String service) {
        var others = new LinkedHashMap<>(own);
        others.remove(service);
        return new ServerChoices(shared, others);
    }

    /** As they would be typed again. */
    @Override
    public String toString() {
        var words = new ArrayList<String>();
        switch (shared) {
            case ServerChoice.Embedded() -> {}
            case ServerChoice.Installed() -> words.add("--postgres=installed");
            case External it -> words.add("--postgres=" + it.uri());
        }
        own.forEach((service, it) -> words.add("--postgres=" + service + "=" + it.uri()));
        return String.join(" ", words);
    }
}
