package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Which walls were taken out, and who noticed. */
record MutantReport(List<MutantReport.Trial> trials) {

    /** One mutant on one rung. */
    record Trial(Mutant mutant, Isolation rung, Mutation.Result result) {

        String name() {
            return "%s on %s".formatted(mutant.id(), rung.word());
        }

        /** What the verification says, once for what it says of several objects. */
        List<String> deviations() {
            return result.verified().stream().map(Deviation::toString).toList();
        }

        String repair() {
            var how = new ArrayList<String>();
            if (!result.repairs().isEmpty()) {
                how.add("yes");
            }
            result.remedies().forEach(it -> how.add("a person: `%s`".formatted(it)));
            if (!mutant.undo().isEmpty()) {
                how.add("a person, in a migration");
            }
            return String.join("; ", how);
        }
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("mutants.md"), markdown());
        Files.writeString(folder.resolve("mutants.json"), json());
    }

    private String markdown() {
        return trials.stream()
                .map(it ->
                        "| %s | %s | %s | %s | %s | %s |\n"
                                .formatted(
                                        it.mutant().id(),
                                        it.mutant().broken(),
                                        it.rung().word(),
                                        cell(it.deviations()),
                                        it.mutant().caughtBy().isEmpty()
                                                ? "– (opens nothing by itself)"
                                                : String.join(" ", it.result().probes()),
                                        it.repair()))
                .collect(
                        Collectors.joining(
                                "",
                                """
                                # Mutants

                                Each wall was taken out once on a provisioned platform: game attacks auth, unless the service harms itself.
                                %d mutants on %d provisionings.

                                | mutant | what is broken | rung | found by the verification | found by probes | repaired by the provisioner |
                                |---|---|---|---|---|---|
                                """
                                        .formatted(
                                                trials.stream()
                                                        .map(Trial::mutant)
                                                        .distinct()
                                                        .count(),
                                                trials.size()),
                                ""));
    }

    private static String cell(List<String> deviations) {
        var first = deviations.isEmpty() ? "**no**" : deviations.getFirst().replace("|", "\\|");
        return deviations.size() < 2
                ? first
                : "%s (and %d more)".formatted(first, deviations.size() - 1);
    }

    private String json() {
        return trials.stream()
                .map(it ->
                        """
                        {"mutant": %s, "broken": %s, "rung": %s, "deviations": %s, "probes": %s, "repairs": %s, "remedies": %s}\
                        """
                                .formatted(
                                        Verified.quoted(it.mutant().id()),
                                        Verified.quoted(it.mutant().broken()),
                                        Verified.quoted(it.rung().word()),
                                        array(it.deviations()),
                                        array(it.result().probes()),
                                        array(it.result().repairs()),
                                        array(it.result().remedies())))
                .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    }

    private static String array(Collection<String> texts) {
        return texts.stream().map(Verified::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
