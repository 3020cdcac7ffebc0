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
 * Takes advisory locks until the server's lock table is full, twice its size at most, in one
 * session that holds them until it ends.
 */
final class AdvisoryLocks implements ResourceProbe {

    private static final int AT_ONCE = 100;

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K7",
                        "fill the lock table with advisory locks",
                        "select pg_advisory_lock(n) for every n, until refused")
                .on(PREFIX, harmed("53200", Verdict.LIMIT))
                .on(SCHEMA, harmed("53200", Verdict.LIMIT))
                .on(DATABASE, harmed("53200", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "One lock table serves all databases of a server. While it is full, nobody"
                                + " can write, and the administrator is refused as well.")
                .remedy(
                        "Watch pg_locks; end the session that holds thousands. Revoking the"
                                + " advisory functions alone does not help: see K17 and K18.")
                .unhardened("53200")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker();
                var victim = contest.victim()) {
            var refusal = fill(attacker, contest.moreThanAllLocks());
            return Victim.writes(victim, contest).after(refusal);
        }
    }

    /** Locks outlive the statement that failed, so what is refused last finds the table full. */
    private static String fill(Connection session, int most) throws SQLException {
        int step = AT_ONCE;
        int next = 0;
        while (next < most) {
            try {
                Sql.run(
                        session,
                        "select count(pg_advisory_lock(n)) from generate_series(%d, %d) n"
                                .formatted(next + 1, next + step));
                next += step;
            } catch (SQLException e) {
                if (step == 1) {
                    return Effect.line(e);
                }
                next += step;
                step = 1;
            }
        }
        return "%d locks, and none was refused".formatted(next);
    }
}
