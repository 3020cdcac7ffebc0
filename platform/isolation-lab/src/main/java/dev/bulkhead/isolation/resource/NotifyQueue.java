package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Fills the queue of notifications, at most 4,000 of 7,900 bytes, behind a session that listens and
 * does not read: nothing behind it is forgotten. Takes two sessions.
 */
final class NotifyQueue implements ResourceProbe {

    private static final int MOST = 4_000;
    private static final int AT_ONCE = 20;

    @Override
    public String id() {
        return "K8";
    }

    @Override
    public String title() {
        return "fill the queue of notifications";
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
            // The queue only forgets when somebody adds to it, which nobody can while it is full.
            Sql.number(contest.administrator(), "select pg_notification_queue_usage() * 100");
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
                return "%s %s".formatted(e.getSQLState(), e.getMessage());
            }
        }
        return "%d notifications, and none was refused".formatted(MOST);
    }
}
