package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmed;
import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Fills the lock table by removing large objects, which locks each of them until the transaction
 * ends: no advisory function is needed. Takes three sessions and as many empty objects, which it
 * removes.
 */
final class LargeObjectLocks implements ResourceProbe {

    private static final int AT_ONCE = 64;
    private static final String OWN =
            "from pg_largeobject_metadata where lomowner = current_user::regrole";

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K17",
                        "fill the lock table by removing large objects",
                        "select lo_unlink(oid), thousands in one transaction")
                .on(PREFIX, harmed("53200", Verdict.LIMIT))
                .on(SCHEMA, harmed("53200", Verdict.LIMIT))
                .on(DATABASE, harmed("53200", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "Each large object that is removed is locked until the transaction ends;"
                                + " revoking the advisory functions does not prevent it.")
                .remedy(
                        "Revoke lo_* from PUBLIC where no service needs large objects; K18"
                                + " remains.")
                .unhardened("53200")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var victim = contest.victim()) {
            var others = List.of(contest.attacker(), contest.attacker());
            for (var it : others) {
                Sql.run(it, "begin");
            }
            var objects = contest.moreThanAllLocks();
            try {
                Sql.run(
                        attacker,
                        "select count(lo_create(0)) from generate_series(1, %d)"
                                .formatted(objects));
                Sql.run(attacker, "begin");
                var refusal = fill(attacker, objects) + topUp(others);
                return Victim.writes(victim, contest).after(refusal);
            } finally {
                Sql.run(attacker, "rollback");
                removeAll(attacker);
            }
        }
    }

    /** A savepoint keeps what was locked before the one attempt that finds the table full. */
    private static String fill(Connection session, int objects) throws SQLException {
        for (int step = AT_ONCE, done = 0; done < objects; ) {
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
                    return Effect.line(e);
                }
                step /= 2;
            }
        }
        return "%d objects, and none was refused".formatted(objects);
    }

    /**
     * The refused removal gave back a lock that it had got already: another transaction takes it.
     * Its session must be there before, for logging in takes locks as well.
     */
    private static String topUp(List<Connection> others) {
        try {
            for (var it : others) {
                Sql.run(it, "select pg_current_xact_id()");
            }
            return "";
        } catch (SQLException e) {
            return ", then " + Effect.line(e);
        }
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
