package dev.bulkhead.toolbox.archive;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The write-ahead log of a running server. */
final class Wal {

    private static final Duration GLANCE = Duration.ofMillis(100);

    private Wal() {}

    /** Closes the segment that is written to and returns its name; it is archived soon. */
    static String switchSegment(Connection connection) throws SQLException {
        // the position itself may begin the next segment already
        return text(connection, "select pg_walfile_name(pg_switch_wal() - 1)");
    }

    static void waitForArchived(Connection connection, String segment, Duration patience)
            throws SQLException {
        var end = System.nanoTime() + patience.toNanos();
        while (text(connection, "select coalesce(last_archived_wal, '') from pg_stat_archiver")
                        .compareTo(segment)
                < 0) {
            if (System.nanoTime() > end) {
                throw new ArchiveFailed(
                        "The server does not archive its log: %s"
                                .formatted(
                                        text(
                                                connection,
                                                "select coalesce('the last failure was at ' ||"
                                                    + " last_failed_time || ' with ' ||"
                                                    + " last_failed_wal, 'nothing was tried') || ';"
                                                    + " its own log says why' from"
                                                    + " pg_stat_archiver")));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    static boolean inRecovery(Connection connection) throws SQLException {
        return text(connection, "select pg_is_in_recovery()").equals("t");
    }

    static String replayed(Connection connection) throws SQLException {
        return text(connection, "select coalesce(pg_last_wal_replay_lsn()::text, 'the start')");
    }

    static int timeline(Connection connection) throws SQLException {
        return Integer.parseInt(
                text(connection, "select timeline_id from pg_control_checkpoint()"));
    }

    /** When the last transaction was committed that recovery has replayed. */
    static Optional<Instant> lastReplayed(Connection connection) throws SQLException {
        var seconds =
                text(
                        connection,
                        "select coalesce(extract(epoch from pg_last_xact_replay_timestamp())::text,"
                                + " '')");
        return seconds.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli((long) (Double.parseDouble(seconds) * 1000)));
    }

    static boolean archives(Connection connection) throws SQLException {
        return !text(connection, "select setting from pg_settings where name = 'archive_mode'")
                .equals("off");
    }

    /** Commits something, so that recovery finds a commit that is later than now. */
    static void mark(Connection connection) throws SQLException {
        text(connection, "select pg_current_xact_id()");
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
