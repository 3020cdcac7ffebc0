package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Keeps one snapshot open while the victim's owner builds an index concurrently, which waits for
 * all older snapshots of its database. Takes one session; the index is dropped.
 */
final class BlockedIndexBuild implements ResourceProbe {

    @Override
    public String id() {
        return "K3b";
    }

    @Override
    public String title() {
        return "hold a snapshot, so that the victim's CREATE INDEX CONCURRENTLY waits";
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
