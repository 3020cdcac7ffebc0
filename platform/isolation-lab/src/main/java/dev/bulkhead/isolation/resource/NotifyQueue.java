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
 * Fills the queue of notifications, at most 4,000 of 7,900 bytes, behind a session that listens and
 * does not read: nothing behind it is forgotten. Takes two sessions.
 */
final class NotifyQueue implements ResourceProbe {

    private static final int MOST = 4_000;
    private static final int AT_ONCE = 20;
    private static final int PATIENCE = 100;

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K8",
                        "fill the queue of notifications",
                        "listen probe; begin; and in another session pg_notify, until refused")
                .on(PREFIX, harmed("54000", Verdict.LIMIT))
                .on(SCHEMA, harmed("54000", Verdict.LIMIT))
                .on(DATABASE, harmed("54000", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "One queue serves all databases of a server. It stays full when the session"
                                + " has gone, until somebody calls pg_notification_queue_usage().")
                .remedy(
                        "Watch pg_notification_queue_usage(), which also clears what nobody needs;"
                                + " end sessions that listen inside a transaction.")
                .unhardened("54000")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try {
            try (var deaf = contest.attacker();
                    var loud = contest.attacker();
                    var victim = contest.victim()) {
                Sql.run(deaf, "listen probe");
                Sql.run(deaf, "begin");
                Sql.run(deaf, "select 1");
                var refusal = fill(loud);
                return Victim.writes(victim, contest).after(refusal);
            }
        } finally {
            empty(contest.administrator());
        }
    }

    private static String fill(Connection session) throws SQLException {
        for (int sent = 0; sent < MOST; sent += AT_ONCE) {
            try {
                Sql.run(
                        session,
                        """
                        select count(pg_notify('probe', n || repeat('x', 7900)))
                          from generate_series(%d, %d) n
                        """
                                .formatted(sent + 1, sent + AT_ONCE));
            } catch (SQLException e) {
                return Effect.line(e);
            }
        }
        return "%d notifications, and none was refused".formatted(MOST);
    }

    /**
     * A queue forgets when somebody adds to it, which nobody can while it is full, or when somebody
     * asks how full it is. The deaf session may take a moment to be gone.
     */
    private static void empty(Connection administrator) throws SQLException {
        for (int left = PATIENCE; left > 0 && usage(administrator) > 0; left--) {
            Arena.pause();
        }
    }

    private static long usage(Connection administrator) throws SQLException {
        return Sql.number(administrator, "select ceil(pg_notification_queue_usage() * 100)");
    }
}
