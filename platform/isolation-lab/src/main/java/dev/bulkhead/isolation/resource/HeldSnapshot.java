package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmed;
import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.sql.SQLException;

/**
 * Keeps one snapshot open while the victim changes 10,000 rows and vacuums; what the snapshot might
 * still see cannot be removed. Takes one session.
 */
final class HeldSnapshot implements ResourceProbe {

    private static final int ROWS = 10_000;

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K3",
                        "hold a snapshot, so that the victim's dead rows stay",
                        "begin isolation level repeatable read; select 1; then wait")
                .on(PREFIX, harmed("", Verdict.OPEN))
                .on(SCHEMA, harmed("", Verdict.LIMIT))
                .on(DATABASE, Expectation.nothing())
                .on(SERVER, Expectation.nothing())
                .why(
                        "VACUUM keeps in each table of a database what any snapshot in that"
                                + " database might still see.")
                .remedy(
                        "Give services databases of their own; end sessions that are idle in a"
                                + " transaction.")
                .unhardened("Y")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var table = Arena.table(contest.victims());
        try (var victim = contest.victim();
                var owner = contest.victimsOwner()) {
            try {
                Sql.run(victim, "set statement_timeout = 0"); // not what is measured
                Sql.run(
                        victim,
                        "insert into %s (note) select 'row' from generate_series(1, %d)"
                                .formatted(table, ROWS));
                Snapshot.take(contest.attacker());
                Sql.run(victim, "update %s set note = 'changed'".formatted(table));
                return Vacuum.of(owner, table).effect(ROWS);
            } finally {
                Sql.run(owner, "truncate " + table);
            }
        }
    }
}
