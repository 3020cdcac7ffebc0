package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Has one of its own sessions killed by SIGKILL, as the kernel does when memory is short; the
 * server then ends all sessions, for shared memory may be damaged, and replays its log.
 */
final class KilledBackend implements ResourceProbe {

    @Override
    public String id() {
        return "K9";
    }

    @Override
    public String title() {
        return "be killed for taking too much memory";
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

    /** The attacker's other session tells that its server has noticed; 5 s at most. */
    private static void awaitLoss(Connection witness) {
        try {
            Sql.run(witness, "select pg_sleep(5)");
        } catch (SQLException e) {
            return;
        }
        throw new IllegalStateException("A server did not mind that its process was killed");
    }
}
