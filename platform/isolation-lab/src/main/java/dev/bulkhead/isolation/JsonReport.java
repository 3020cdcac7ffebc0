package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The findings for other programs; the names of the fields are part of the contract. */
record JsonReport(Findings findings) {

    private static final JsonMapper MAPPER = new JsonMapper();

    String text() {
        return MAPPER.writeValueAsString(document());
    }

    private Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("platform", findings.platform());
        document.put("isolation", findings.isolation());
        document.put("services", findings.services());
        document.put("server", findings.server());
        document.put("at", findings.at().toString());
        document.put("tookMillis", findings.took().toMillis());
        document.put("deviations", findings.deviations().size());
        document.put("matrix", matrix());
        document.put(
                "probes",
                findings.findings().stream()
                        .map(Finding::probe)
                        .distinct()
                        .map(this::probe)
                        .toList());
        document.put("findings", findings.findings().stream().map(this::finding).toList());
        return document;
    }

    private List<Map<String, Object>> matrix() {
        return findings.matrix().cells().stream()
                .map(it -> {
                    var cell = new LinkedHashMap<String, Object>();
                    cell.put("attacker", it.attacker());
                    cell.put("victim", it.victim());
                    cell.put("worst", it.worst().name());
                    cell.put("counts", it.counts());
                    return (Map<String, Object>) cell;
                })
                .toList();
    }

    private Map<String, Object> probe(Probe probe) {
        var it = new LinkedHashMap<String, Object>();
        it.put("id", probe.id());
        it.put("group", probe.group().letter());
        it.put("groupTitle", probe.group().title());
        it.put("title", probe.title());
        it.put("tried", probe.tried());
        it.put("place", probe.place().words());
        it.put("aim", probe.aim().name());
        it.put("control", probe.control().doer().map(doer -> doer.words()).orElse(""));
        it.put("why", probe.why());
        it.put("remedy", probe.remedy());
        it.put("unhardened", probe.unhardened());
        var expected = new LinkedHashMap<String, Object>();
        for (var rung : Isolation.values()) {
            var byActor = new LinkedHashMap<String, Object>();
            for (var actor : Actor.values()) {
                byActor.put(actor.name(), probe.expectations().of(rung, actor).code());
            }
            expected.put(rung.word(), byActor);
        }
        it.put("expected", expected);
        return it;
    }

    private Map<String, Object> finding(Finding finding) {
        var it = new LinkedHashMap<String, Object>();
        it.put("probe", finding.probe().id());
        it.put("rung", finding.rung().word());
        it.put("attacker", finding.attacker());
        it.put("actor", finding.actor().name());
        it.put("victim", finding.victim());
        it.put("verdict", finding.verdict().name());
        it.put("expected", finding.expected().code());
        it.put("outcome", outcome(finding.outcome()));
        finding.control().ifPresent(control -> it.put("control", outcome(control)));
        return it;
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        var it = new LinkedHashMap<String, Object>();
        it.put("kind", outcome.kind().name());
        it.put("code", outcome.code());
        it.put("sqlState", outcome.sqlState());
        it.put("atConnect", outcome.atConnect());
        it.put("words", outcome.words());
        it.put("statement", outcome.statement());
        return it;
    }
}
