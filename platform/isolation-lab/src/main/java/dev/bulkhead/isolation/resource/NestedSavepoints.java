package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Fills the lock table with savepoints, each of which holds the lock of its own transaction id: no
 * function is called that could be revoked. Takes one session and 5,000 rows at most, rolled back.
 */
final class NestedSavepoints implements ResourceProbe {

    private static final int MOST = 5_000;
    private static final int AT_ONCE = 50;

    @Override
    public String id() {
        return "K18";
    }

    @Override
    public String title() {
        return "fill the lock table with savepoints";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var victim = contest.victim()) {
            Sql.run(attacker, "begin");
            var refusal = fill(attacker, Arena.table(contest.attackers()));
            return Victim.writes(victim, contest).after(refusal);
        }
    }

    private static String fill(Connection session, String table) throws SQLException {
        var one = "savepoint deeper; insert into %s (note) values ('deep');".formatted(table);
        for (int step = AT_ONCE, done = 0; done < MOST; done += step) {
            try {
                Sql.run(session, one.repeat(step));
            } catch (SQLException e) {
                Sql.run(session, "rollback to savepoint deeper");
                if (step == 1) {
                    return "%s %s".formatted(e.getSQLState(), e.getMessage());
                }
                step = 1;
            }
        }
        return "%d savepoints, and none was refused".formatted(MOST);
    }
}
