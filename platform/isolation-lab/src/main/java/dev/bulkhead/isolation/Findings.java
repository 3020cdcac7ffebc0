package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a run found.
 *
 * @param isolation the rung that the manifest names; services may stand on others
 * @param services in the manifest's order
 * @param server PostgreSQL's version
 * @param at when the run began
 */
public record Findings(
        String platform,
        String isolation,
        List<String> services,
        String server,
        Instant at,
        Duration took,
        List<Finding> findings) {

    public Findings {
        services = List.copyOf(services);
        findings = List.copyOf(findings);
    }

    /** The same run, with what was found elsewhere. */
    public Findings and(List<Finding> more) {
        return new Findings(
                platform,
                isolation,
                services,
                server,
                at,
                Duration.between(at, Instant.now()),
                Stream.concat(findings.stream(), more.stream()).toList());
    }

    /** How many probes made sense and were therefore tried. */
    public long attempts() {
        return findings.stream().filter(it -> it.verdict() != Verdict.NOT_APPLICABLE).count();
    }

    public List<Finding> deviations() {
        return findings.stream().filter(Finding::deviates).toList();
    }

    public List<Finding> with(Verdict verdict) {
        return findings.stream().filter(it -> it.verdict() == verdict).toList();
    }

    public Matrix matrix() {
        return Matrix.of(this);
    }

    public String toMarkdown() {
        return new MarkdownReport(this).text();
    }

    public String toJson() {
        return new JsonReport(this).text();
    }
}
