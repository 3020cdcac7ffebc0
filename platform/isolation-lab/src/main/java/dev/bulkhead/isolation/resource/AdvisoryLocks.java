package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Takes advisory locks until the server's lock table is full, 20,000 at most, in one session that
 * holds them until it ends.
 */
final class AdvisoryLocks implements ResourceProbe {

    static final int MOST = 20_000;

    private static final int AT_ONCE = 100;

    @Override
    public String id() {
        return "K7";
    }

    @Override
    public String title() {
        return "fill the lock table with advisory locks";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var victim = contest.victim()) {
            var refusal = fill(attacker);
            return Victim.writes(victim, contest).after(refusal);
        }
    }

    /** Locks outlive the statement that failed, so what is refused last finds the table full. */
    private static String fill(Connection session) throws SQLException {
        int step = AT_ONCE;
        int next = 0;
        while (next < MOST) {
            try {
                Sql.run(
                        session,
                        "select count(pg_advisory_lock(n)) from generate_series(%d, %d) n"
                                .formatted(next + 1, next + step));
                next += step;
            } catch (SQLException e) {
                if (step == 1) {
                    return "%s %s".formatted(e.getSQLState(), e.getMessage());
                }
                next += step;
                step = 1;
            }
        }
        return "%d locks, and none was refused".formatted(next);
    }
}
