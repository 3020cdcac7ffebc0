package dev.bulkhead.isolation;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The findings as a table: one row per probe, one column per pair of services. */
public record Matrix(List<Finding> findings) {

    public Matrix {
        findings = List.copyOf(findings);
    }

    public List<Finding> surprises() {
        return findings.stream().filter(it -> !it.asExpected()).toList();
    }

    /** The table in Markdown; a surprise is marked with an exclamation mark. */
    public String toMarkdown() {
        Set<String> pairs = new LinkedHashSet<>();
        var rows = new LinkedHashMap<Probe, LinkedHashMap<String, String>>();
        for (var it : findings) {
            var pair = it.attacker() + " → " + it.victim();
            pairs.add(pair);
            rows.computeIfAbsent(it.probe(), _ -> new LinkedHashMap<>())
                    .put(pair, it.actual() + (it.asExpected() ? "" : " !"));
        }
        var head = "| # | probe | " + String.join(" | ", pairs) + " |\n";
        var rule = "|---|---|" + "---|".repeat(pairs.size()) + "\n";
        return rows.entrySet().stream()
                .map(row ->
                        "| %s | %s | %s |\n"
                                .formatted(
                                        row.getKey().id(),
                                        row.getKey().title(),
                                        pairs.stream()
                                                .map(it -> row.getValue().getOrDefault(it, "–"))
                                                .collect(Collectors.joining(" | "))))
                .collect(Collectors.joining("", head + rule, ""));
    }
}
