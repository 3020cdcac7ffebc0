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

/**
 * Fills the lock table with savepoints, each of which holds the lock of its own transaction id: no
 * function is called that could be revoked. Takes one session and as many rows, rolled back.
 */
final class NestedSavepoints implements ResourceProbe {

    private static final int AT_ONCE = 50;

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K18",
                        "fill the lock table with savepoints",
                        "savepoint deeper; insert; thousands in one transaction")
                .on(PREFIX, harmed("53200", Verdict.LIMIT))
                .on(SCHEMA, harmed("53200", Verdict.LIMIT))
                .on(DATABASE, harmed("53200", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "Each savepoint in which something is written holds the lock of a"
                            + " transaction id. It takes no function and no more than INSERT on a"
                            + " table of its own.")
                .remedy("Nothing can be revoked against it. Watch pg_locks; end the session.")
                .unhardened("53200")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var victim = contest.victim()) {
            Sql.run(attacker, "begin");
            var refusal = fill(contest, attacker);
            return Victim.writes(victim, contest).after(refusal);
        }
    }

    private static String fill(Contest contest, Connection session) throws SQLException {
        var most = contest.moreThanAllLocks();
        var table = Arena.table(contest.attackers());
        var one = "savepoint deeper; insert into %s (note) values ('deep');".formatted(table);
        for (int step = AT_ONCE, done = 0; done < most; done += step) {
            try {
                Sql.run(session, one.repeat(step));
            } catch (SQLException e) {
                Sql.run(session, "rollback to savepoint deeper");
                if (step == 1) {
                    return Effect.line(e);
                }
                step = 1;
            }
        }
        return "%d savepoints, and none was refused".formatted(most);
    }
}
