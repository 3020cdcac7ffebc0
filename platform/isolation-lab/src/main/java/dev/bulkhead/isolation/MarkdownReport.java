package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The findings as a page to read. */
record MarkdownReport(Findings findings) {

    String text() {
        return head() + matrix() + deviations() + probes();
    }

    private String head() {
        return """
        # Isolation of %s, rung %s

        PostgreSQL %s, %s, %d attempts in %d s, %d not as measured.

        """
                .formatted(
                        findings.platform(),
                        findings.isolation(),
                        findings.server(),
                        findings.at(),
                        findings.attempts(),
                        findings.took().toSeconds(),
                        findings.deviations().size());
    }

    /** Attackers down, victims across. */
    private String matrix() {
        var matrix = findings.matrix();
        var text = new StringBuilder("| attacker \\ victim | ");
        text.append(String.join(" | ", findings.services())).append(" |\n|---|");
        text.append("---|".repeat(findings.services().size())).append('\n');
        for (var attacker : findings.services()) {
            text.append("| ").append(attacker).append(" | ");
            text.append(
                    findings.services().stream()
                            .map(victim -> cell(matrix.cell(attacker, victim)))
                            .collect(Collectors.joining(" | ")));
            text.append(" |\n");
        }
        return text.append('\n').toString();
    }

    private static String cell(Matrix.Cell cell) {
        return EnumSet.complementOf(EnumSet.of(Verdict.NOT_APPLICABLE)).stream()
                .filter(it -> cell.count(it) > 0)
                .map(it ->
                        "%d %s"
                                .formatted(
                                        cell.count(it),
                                        it.name().toLowerCase(java.util.Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private String deviations() {
        if (findings.deviations().isEmpty()) {
            return "Everything is as measured.\n\n";
        }
        return findings.deviations().stream()
                .map(it -> "- " + it + "\n")
                .collect(Collectors.joining("", "## Not as measured\n\n", "\n"));
    }

    /** One line per probe: every answer it got, as user and as owner. */
    private String probes() {
        var answers = new LinkedHashMap<Probe, Map<Actor, Set<String>>>();
        for (var it : findings.findings()) {
            answers.computeIfAbsent(it.probe(), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(it.actor(), _ -> new LinkedHashSet<>())
                    .add(it.outcome().code() + (it.deviates() ? " !" : ""));
        }
        return answers.entrySet().stream()
                .map(row ->
                        "| %s | %s | %s | %s |\n"
                                .formatted(
                                        row.getKey().id(),
                                        row.getKey().title(),
                                        codes(row.getValue(), Actor.USER),
                                        codes(row.getValue(), Actor.OWNER)))
                .collect(
                        Collectors.joining(
                                "", "| # | probe | as user | as owner |\n|---|---|---|---|\n", ""));
    }

    private static String codes(Map<Actor, Set<String>> byActor, Actor actor) {
        return String.join(", ", byActor.getOrDefault(actor, Set.of()));
    }
}
