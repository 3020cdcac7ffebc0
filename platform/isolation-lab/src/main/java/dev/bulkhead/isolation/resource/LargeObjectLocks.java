package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Fills the lock table by removing large objects, which locks each of them until the transaction
 * ends: no advisory function is needed. Takes one session and 5,000 empty objects, which it
 * removes.
 */
final class LargeObjectLocks implements ResourceProbe {

    private static final int OBJECTS = 5_000;
    private static final int AT_ONCE = 64;
    private static final String OWN =
            "from pg_largeobject_metadata where lomowner = current_user::regrole";

    @Override
    public String id() {
        return "K17";
    }

    @Override
    public String title() {
        return "fill the lock table by removing large objects";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var victim = contest.victim()) {
            try {
                Sql.run(
                        attacker,
                        "select count(lo_create(0)) from generate_series(1, %d)"
                                .formatted(OBJECTS));
                Sql.run(attacker, "begin");
                var refusal = fill(attacker);
                return Victim.writes(victim, contest).after(refusal);
            } finally {
                Sql.run(attacker, "rollback");
                removeAll(attacker);
            }
        }
    }

    /** A savepoint keeps what was locked before the one attempt that finds the table full. */
    private static String fill(Connection session) throws SQLException {
        for (int step = AT_ONCE, done = 0; done < OBJECTS; ) {
            Sql.run(session, "savepoint before");
            try {
                Sql.run(
                        session,
                        "select count(lo_unlink(oid)) from (select oid %s limit %d) batch"
                                .formatted(OWN, step));
                done += step;
                Sql.run(session, "release savepoint before");
            } catch (SQLException e) {
                Sql.run(session, "rollback to savepoint before");
                if (step == 1) {
                    return "%s %s".formatted(e.getSQLState(), e.getMessage());
                }
                step /= 2;
            }
        }
        return "%d objects, and none was refused".formatted(OBJECTS);
    }

    /** As many at once as the lock table holds with ease. */
    private static void removeAll(Connection session) throws SQLException {
        while (Sql.number(session, "select count(*) " + OWN) > 0) {
            Sql.run(
                    session,
                    "select count(lo_unlink(oid)) from (select oid %s limit 250) batch"
                            .formatted(OWN));
        }
    }
}
