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
 * Has one of its own sessions killed by SIGKILL, as the kernel does when memory is short; the
 * server then ends all sessions, for shared memory may be damaged, and replays its log.
 */
final class KilledBackend implements ResourceProbe {

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K9",
                        "be killed for taking too much memory",
                        "kill -9 of one of its own sessions by the operating system")
                .on(PREFIX, harmed("08006", Verdict.LIMIT))
                .on(SCHEMA, harmed("08006", Verdict.LIMIT))
                .on(DATABASE, harmed("08006", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "When a backend dies, shared memory may be damaged: the server ends all"
                                + " sessions and replays its log.")
                .remedy(
                        "Keep max_connections times work_mem within memory, and turn overcommit"
                                + " off.")
                .unhardened("08006")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var doomed = contest.attacker();
                var witness = contest.attacker();
                var victim = contest.victim()) {
            contest.kill(doomed);
            awaitLoss(witness);
            try {
                Sql.run(victim, "select pg_sleep(0.5)");
                return Effect.unharmed("the victim's session went on");
            } catch (SQLException e) {
                return Effect.harmed(e, false);
            }
        }
    }

    /** The attacker's other session tells that its server has noticed; 15 s at most. */
    private static void awaitLoss(Connection witness) {
        try {
            Sql.run(witness, "select pg_sleep(15)");
        } catch (SQLException e) {
            return;
        }
        throw new IllegalStateException("A server did not mind that its process was killed");
    }
}
