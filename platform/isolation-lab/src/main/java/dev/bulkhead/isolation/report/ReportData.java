package dev.bulkhead.isolation.report;

import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.probe.Group;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The findings as the page reads them: each text once, and findings as rows of numbers. A ladder of
 * a large platform has tens of thousands of findings that say the same few things.
 */
final class ReportData {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<Findings> runs;
    private final Map<String, Integer> strings = new LinkedHashMap<>();
    private final Map<String, Integer> probes = new LinkedHashMap<>();
    private final List<Map<String, Object>> probeDetails = new ArrayList<>();

    ReportData(List<Findings> runs) {
        this.runs = runs;
    }

    /** In a form that may stand within a script element. */
    String json() {
        var document = new LinkedHashMap<String, Object>();
        document.put("platform", runs.getFirst().platform());
        document.put("ladder", Arrays.stream(Isolation.values()).map(ReportData::step).toList());
        document.put("groups", Arrays.stream(Group.values()).map(ReportData::group).toList());
        document.put("verdicts", verdicts());
        numberProbes();
        document.put("runs", runs.stream().map(this::run).toList());
        document.put("probes", probeDetails);
        document.put("strings", strings.keySet());
        return MAPPER.writeValueAsString(document)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    private static Map<String, Object> step(Isolation rung) {
        var step = LadderStep.of(rung);
        return Map.of(
                "name", rung.word(),
                "where", step.where(),
                "buys", step.buys(),
                "costs", step.costs());
    }

    private static Map<String, Object> group(Group group) {
        return Map.of("letter", group.letter(), "title", group.title());
    }

    private static Map<String, String> verdicts() {
        var words = new LinkedHashMap<String, String>();
        for (var it : Verdict.values()) {
            words.put(it.name(), it.words());
        }
        return words;
    }

    /** In the order of their groups, whichever run had them. */
    private void numberProbes() {
        runs.stream()
                .flatMap(it -> it.findings().stream())
                .map(Finding::probe)
                .distinct()
                .sorted(Comparator.comparing(Probe::group))
                .forEach(it -> {
                    if (probes.putIfAbsent(it.id(), probes.size()) == null) {
                        probeDetails.add(detail(it));
                    }
                });
    }

    private static Map<String, Object> detail(Probe probe) {
        return Map.of(
                "id", probe.id(),
                "group", probe.group().letter(),
                "title", probe.title(),
                "tried", probe.tried(),
                "place", probe.place().words(),
                "control", probe.control().doer().map(it -> it.words()).orElse(""),
                "why", probe.why(),
                "remedy", probe.remedy());
    }

    private Map<String, Object> run(Findings findings) {
        return Map.of(
                "rung", findings.isolation(),
                "services", findings.services(),
                "server", findings.server(),
                "at", findings.at().toString(),
                "tookMillis", findings.took().toMillis(),
                "findings", findings.findings().stream().map(this::row).toList());
    }

    private List<Integer> row(Finding it) {
        var row = new ArrayList<Integer>();
        row.add(probes.get(it.probe().id()));
        row.add(number(it.attacker()));
        row.add(number(it.actor().name()));
        row.add(number(it.victim()));
        row.add(number(it.rung().word()));
        row.add(number(it.verdict().name()));
        row.add(number(it.expected().code()));
        row.add(number(it.expected().verdict().words()));
        add(row, it.outcome());
        it.control().ifPresent(control -> add(row, control));
        return row;
    }

    private void add(List<Integer> row, Outcome outcome) {
        row.add(number(outcome.kind().name()));
        row.add(number(outcome.code()));
        row.add(number(outcome.words()));
        row.add(number(outcome.statement()));
    }

    private int number(String text) {
        return strings.computeIfAbsent(text, _ -> strings.size());
    }
}
