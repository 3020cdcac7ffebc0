package dev.bulkhead.isolation.report;

import dev.bulkhead.isolation.Findings;
import java.util.List;
import java.util.stream.Collectors;

/** One run or several, such as one on each rung, in the form that was asked for. */
public record Report(List<Findings> runs) {

    public Report {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to report.");
        }
    }

    public int deviations() {
        return runs.stream().mapToInt(it -> it.deviations().size()).sum();
    }

    /** For a terminal, in plain ASCII. */
    public String toText() {
        return new TextReport(runs).text();
    }

    public String toMarkdown() {
        return runs.stream().map(Findings::toMarkdown).collect(Collectors.joining("\n"));
    }

    /** An object for one run, an array of such objects for several. */
    public String toJson() {
        return runs.size() == 1
                ? runs.getFirst().toJson()
                : runs.stream()
                        .map(Findings::toJson)
                        .collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    /** A page that needs nothing but a browser. */
    public String toHtml() {
        return new HtmlReport(runs).text();
    }
}
