package dev.bulkhead.isolation.verify;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a verification found.
 *
 * @param took from the first connection to the last answer
 */
public record Verified(
        String platform, int services, int databases, Duration took, List<Deviation> deviations) {

    public Verified {
        deviations = List.copyOf(deviations);
    }

    /** Whether everything is as the manifest intends. */
    public boolean holds() {
        return deviations.isEmpty();
    }

    /** What opens something to somebody; the rest is broken without being open. */
    public List<Deviation> holes() {
        return deviations.stream().filter(Deviation::hole).toList();
    }

    /** The same, where another command than the usual one provisions. */
    public Verified repairedBy(String command) {
        return new Verified(
                platform,
                services,
                databases,
                took,
                deviations.stream().map(it -> it.repairedBy(command)).toList());
    }

    /** For a person: a sentence when all is well, else every deviation with its remedy. */
    public String toText() {
        var looked =
                String.format(
                        Locale.ROOT,
                        "%d services, %d %s, %.1f s",
                        services,
                        databases,
                        databases == 1 ? "database" : "databases",
                        took.toMillis() / 1000.0);
        if (holds()) {
            return "Every wall is as the manifest intends (%s).".formatted(looked);
        }
        return deviations.stream()
                .map(it ->
                        """
                        %s %s: %s
                          is      %s
                          should  %s
                          remedy  %s
                        """
                                .formatted(
                                        it.hole() ? "HOLE " : "DRIFT",
                                        it.where(),
                                        it.object(),
                                        it.is(),
                                        it.should(),
                                        it.remedy()))
                .collect(
                        Collectors.joining(
                                "\n",
                                "",
                                "\nDeviations: %d, holes among them: %d (%s)."
                                        .formatted(deviations.size(), holes().size(), looked)));
    }

    public String toJson() {
        return deviations.stream()
                .map(it ->
                        "    {\"where\": %s, \"object\": %s, \"is\": %s, \"should\": %s, \"remedy\": %s, \"hole\": %s}"
                                .formatted(
                                        quoted(it.where()),
                                        quoted(it.object()),
                                        quoted(it.is()),
                                        quoted(it.should()),
                                        quoted(it.remedy()),
                                        it.hole()))
                .collect(
                        Collectors.joining(
                                ",\n",
                                """
                                {
                                  "platform": %s,
                                  "services": %d,
                                  "databases": %d,
                                  "milliseconds": %d,
                                  "deviations": [
                                """
                                        .formatted(
                                                quoted(platform),
                                                services,
                                                databases,
                                                took.toMillis()),
                                deviations.isEmpty() ? "  ]\n}" : "\n  ]\n}"));
    }

    static String quoted(String text) {
        return text.chars()
                .mapToObj(c ->
                        switch (c) {
                            case '"' -> "\\\"";
                            case '\\' -> "\\\\";
                            case '\n' -> "\\n";
                            default -> c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c);
                        })
                .collect(Collectors.joining("", "\"", "\""));
    }
}
