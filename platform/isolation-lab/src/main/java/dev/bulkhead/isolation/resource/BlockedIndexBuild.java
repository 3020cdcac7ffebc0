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
 * Keeps one snapshot open while the victim's owner builds an index concurrently, which waits for
 * all older snapshots of its database. Takes one session; the index is dropped.
 */
final class BlockedIndexBuild implements ResourceProbe {

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K3b",
                        "hold a snapshot, so that the victim's CREATE INDEX CONCURRENTLY waits",
                        "begin isolation level repeatable read; select 1; then wait")
                .on(PREFIX, harmed("55P03", Verdict.OPEN))
                .on(SCHEMA, harmed("55P03", Verdict.LIMIT))
                .on(DATABASE, Expectation.nothing())
                .on(SERVER, Expectation.nothing())
                .why(
                        "An index that is built concurrently waits for all older snapshots of its"
                                + " database.")
                .remedy(
                        "Give services databases of their own; give the owner a lock_timeout, so"
                                + " that a migration fails and does not hang.")
                .unhardened("55P03")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var table = Arena.table(contest.victims());
        var index = table + "_probe_idx";
        try (var owner = contest.victimsOwner()) {
            try {
                Snapshot.take(contest.attacker());
                Sql.run(owner, "set lock_timeout = '500ms'");
                Sql.run(owner, "create index concurrently %s on %s (id)".formatted(index, table));
                return Effect.unharmed("the index was built");
            } catch (SQLException e) {
                return Effect.harmed(e, false);
            } finally {
                Sql.run(owner, "drop index if exists " + index);
            }
        }
    }
}
