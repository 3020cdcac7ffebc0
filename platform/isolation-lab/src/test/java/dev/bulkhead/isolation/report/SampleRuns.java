package dev.bulkhead.isolation.report;

import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Doer;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Outcome.Kind;
import dev.bulkhead.isolation.probe.Place;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Probe.Aim;
import dev.bulkhead.isolation.probe.Verdict;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Findings as a run would make them, without the server. */
final class SampleRuns {

    static final String HOSTILE = "</script><script>alert(1)</script>{{script}}&\"'";

    private static final Expectation BOUND = Expectation.refusedAtConnect("28000");
    private static final Expectation DENIED = Expectation.refused("42501");

    private static final List<Probe> PROBES =
            List.of(
                    Probe.called("A1", "connect to the victim's database")
                            .sql("select 1")
                            .in(Place.VICTIMS)
                            .control(Doer.VICTIMS_USER)
                            .why("Whoever is in can look around.")
                            .remedy("Take CONNECT from PUBLIC.")
                            .on(Isolation.PREFIX, Expectation.notApplicable())
                            .on(Isolation.SCHEMA, Expectation.notApplicable())
                            .build(),
                    Probe.called("B1", "read the victim's tables")
                            .sql("select * from users")
                            .in(Place.VICTIMS)
                            .control(Doer.VICTIMS_USER)
                            .why("Its rows are nobody else's.")
                            .remedy("Take the grant back.")
                            .on(Isolation.PREFIX, Expectation.open())
                            .on(Isolation.SCHEMA, DENIED)
                            .build(),
                    Probe.called("D2", "create a table")
                            .sql("create table t ()")
                            .why("Code of its own in its own schema.")
                            .control(Doer.OWN_OWNER)
                            .everywhere(DENIED, Expectation.rightful())
                            .build(),
                    Probe.called("F2", "read the names of the victim's roles")
                            .sql("select rolname from pg_roles")
                            .againstVictim()
                            .why("Catalogues of roles belong to the server.")
                            .everywhere(Expectation.limit())
                            .on(Isolation.SERVER, Expectation.nothing())
                            .build());

    private SampleRuns() {}

    /** Everything as measured. */
    static Findings on(Isolation rung, String... services) {
        return on(rung, List.of(), services);
    }

    /** The probes of these ids get through as runtime user. */
    static Findings on(Isolation rung, List<String> breached, String... services) {
        var findings = new ArrayList<Finding>();
        for (var attacker : services) {
            for (var probe : PROBES) {
                for (var actor : Actor.values()) {
                    var breach = breached.contains(probe.id()) && actor == Actor.USER;
                    if (probe.aim() == Aim.ITSELF) {
                        findings.add(finding(probe, rung, attacker, actor, "", breach));
                        continue;
                    }
                    for (var victim : services) {
                        if (!victim.equals(attacker)) {
                            findings.add(finding(probe, rung, attacker, actor, victim, breach));
                        }
                    }
                }
            }
        }
        return new Findings(
                "sample",
                rung.word(),
                List.of(services),
                "18.6",
                Instant.parse("2026-11-21T12:00:00Z"),
                Duration.ofSeconds(3),
                findings);
    }

    private static Finding finding(
            Probe probe,
            Isolation rung,
            String attacker,
            Actor actor,
            String victim,
            boolean breach) {
        var expected = probe.expectations().of(rung, actor);
        var outcome =
                breach ? Outcome.worked("1", sql(probe, victim)) : met(expected, probe, victim);
        return new Finding(
                probe,
                rung,
                attacker,
                actor,
                victim,
                outcome,
                expected,
                expected.kind() == Kind.REFUSED
                        ? Optional.of(Outcome.worked("1", sql(probe, victim)))
                        : Optional.empty(),
                breach ? Verdict.DEVIATION : expected.verdict());
    }

    private static Outcome met(Expectation expected, Probe probe, String victim) {
        return switch (expected.kind()) {
            case WORKED -> Outcome.worked("1", sql(probe, victim));
            case NOTHING -> Outcome.nothing("no row", sql(probe, victim));
            case NOT_APPLICABLE -> Outcome.notApplicable("there is no such thing");
            case REFUSED ->
                    expected.atConnect()
                            ? Outcome.refusedAtConnect(
                                    expected.sqlState(),
                                    "FATAL: pg_hba.conf rejects connection to " + victim,
                                    sql(probe, victim))
                            : Outcome.refused(
                                    expected.sqlState(),
                                    "ERROR: permission denied for table " + victim,
                                    sql(probe, victim));
        };
    }

    private static String sql(Probe probe, String victim) {
        return probe.tried() + " -- " + victim;
    }
}
