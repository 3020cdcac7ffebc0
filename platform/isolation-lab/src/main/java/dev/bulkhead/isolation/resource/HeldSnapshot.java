package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Keeps one snapshot open while the victim changes 10,000 rows and vacuums; what the snapshot might
 * still see cannot be removed. Takes one session.
 */
final class HeldSnapshot implements ResourceProbe {

    private static final int ROWS = 10_000;

    @Override
    public String id() {
        return "K3";
    }

    @Override
    public String title() {
        return "hold a snapshot, so that the victim's dead rows stay";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var table = Arena.table(contest.victims());
        try (var victim = contest.victim();
                var owner = contest.victimsOwner()) {
            try {
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
