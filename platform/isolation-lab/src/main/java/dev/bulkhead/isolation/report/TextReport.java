package dev.bulkhead.isolation.report;

import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.Matrix.Cell;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Outcome.Kind;
import dev.bulkhead.isolation.probe.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The findings for a terminal: the matrix in a few characters, and every deviation in full. */
record TextReport(List<Findings> runs) {

    private static final Map<Verdict, Character> SIGNS = signs();

    private static Map<Verdict, Character> signs() {
        var signs = new EnumMap<Verdict, Character>(Verdict.class);
        signs.put(Verdict.HELD, '+');
        signs.put(Verdict.RIGHTFUL, '=');
        signs.put(Verdict.LIMIT, '~');
        signs.put(Verdict.OPEN, 'o');
        signs.put(Verdict.DEVIATION, '!');
        return signs;
    }

    String text() {
        var text = new StringBuilder();
        runs.forEach(it -> text.append(heading(it)).append(matrix(it)).append('\n'));
        text.append(legend());
        if (runs.size() > 1) {
            text.append('\n').append(ladder());
        }
        runs.forEach(it -> text.append(deviations(it)));
        return ascii(text.append('\n').append(result()).toString());
    }

    private static String ascii(String text) {
        return text.replace("\u2013", "-").replace("\u2026", "...");
    }

    private static String heading(Findings run) {
        return "%s, rung %s, PostgreSQL %s: %,d attempts in %d s\n\n"
                .formatted(
                        run.platform(),
                        run.isolation(),
                        run.server(),
                        run.attempts(),
                        run.took().toSeconds());
    }

    private static String matrix(Findings run) {
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<>(List.of("attacks:"));
        head.addAll(run.services());
        rows.add(head);
        var matrix = run.matrix();
        for (var attacker : run.services()) {
            var row = new ArrayList<>(List.of(attacker));
            run.services()
                    .forEach(victim ->
                            row.add(cell(matrix.cell(attacker, victim), attacker, victim)));
            rows.add(row);
        }
        return table(rows);
    }

    /** What a service may do by itself stands in brackets. */
    private static String cell(Cell cell, String attacker, String victim) {
        var counts =
                SIGNS.entrySet().stream()
                        .filter(it -> cell.count(it.getKey()) > 0)
                        .map(it -> "%s%d".formatted(it.getValue(), cell.count(it.getKey())))
                        .collect(Collectors.joining(" "));
        return attacker.equals(victim) ? "(" + counts + ")" : counts;
    }

    private static String legend() {
        return SIGNS.entrySet().stream()
                        .map(it -> "%s %s".formatted(it.getValue(), it.getKey().words()))
                        .collect(Collectors.joining("   ", "", "\n"))
                + "(in brackets: what a service may do by itself)\n";
    }

    private String ladder() {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("RUNG", "HELD", "OWN RIGHT", "OPEN", "KNOWN LIMIT", "DEVIATION"));
        for (var run : runs) {
            var row = new ArrayList<>(List.of(run.isolation()));
            SIGNS.keySet().forEach(it -> row.add(String.valueOf(run.with(it).size())));
            rows.add(row);
        }
        return table(rows);
    }

    /** Deviations that say the same are told once, with everybody whom they concern. */
    private static String deviations(Findings run) {
        return run.deviations().stream()
                .collect(
                        Collectors.groupingBy(
                                TextReport::kind, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(TextReport::deviation)
                .collect(Collectors.joining());
    }

    private static List<String> kind(Finding it) {
        return List.of(
                it.probe().id(),
                it.rung().word(),
                it.outcome().code(),
                it.expected().code(),
                it.control().map(Outcome::code).orElse(""));
    }

    private static String deviation(List<Finding> same) {
        var it = same.getFirst();
        var text = new StringBuilder();
        text.append(
                "\n! %s %s, rung %s%s\n"
                        .formatted(
                                it.probe().id(),
                                it.probe().title(),
                                it.rung().word(),
                                same.size() == 1 ? "" : ", %d times".formatted(same.size())));
        line(text, "who", same.stream().map(TextReport::who).collect(Collectors.joining(", ")));
        line(text, "tried", it.outcome().statement());
        line(text, "got", words(it.outcome()));
        line(
                text,
                "expected",
                "%s (%s)".formatted(it.expected().code(), it.expected().verdict().words()));
        it.control().ifPresent(control -> line(text, "control", words(control)));
        line(text, "why", it.probe().why());
        line(text, "remedy", it.probe().remedy());
        return text.toString();
    }

    private static String who(Finding it) {
        return "%s's %s%s"
                .formatted(
                        it.attacker(),
                        it.actor().word(),
                        it.victim().isEmpty() ? "" : " against " + it.victim());
    }

    private static String words(Outcome outcome) {
        var words = outcome.words().isEmpty() ? "" : ": " + outcome.words();
        return (outcome.kind() == Kind.WORKED ? "it worked" : outcome.code()) + words;
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(
                    "    %-9s %s\n"
                            .formatted(name, value.strip().replace("\n", "\n              ")));
        }
    }

    private String result() {
        var deviations = runs.stream().mapToInt(it -> it.deviations().size()).sum();
        return switch (deviations) {
            case 0 -> "Every attempt ended as measured.";
            case 1 -> "1 attempt did not end as measured.";
            default -> "%,d attempts did not end as measured.".formatted(deviations);
        };
    }

    private static String table(List<List<String>> rows) {
        var widths =
                IntStream.range(0, rows.getFirst().size())
                        .map(column ->
                                rows.stream()
                                        .mapToInt(it -> it.get(column).length())
                                        .max()
                                        .orElse(0))
                        .toArray();
        return rows.stream()
                .map(row ->
                        IntStream.range(0, widths.length)
                                .mapToObj(it ->
                                        String.format(
                                                Locale.ROOT,
                                                "%-" + Math.max(1, widths[it]) + "s",
                                                row.get(it)))
                                .collect(Collectors.joining("   "))
                                .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
