package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment in which both sides hold the same rows: whoever writes waits at the tables' locks, and
 * the other server has stored everything before it. Readers are not kept.
 */
record Fence(Replication replication, List<Table> tables) {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Duration GLANCE = Duration.ofMillis(5);
    private static final Duration BREATH = Duration.ofMillis(200);

    /** What is done while it stands; what it leaves uncommitted is rolled back. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Puts it up, works, and takes it down.
     *
     * @param locking how long writers that come later may wait for those that are at it
     * @param attempts after which whoever writes for so long is not waited for any more
     * @param limit for the other server to catch up
     */
    <T> T hold(
            Connection source,
            Connection poking,
            Connection target,
            Duration locking,
            int attempts,
            Duration limit,
            Work<T> work)
            throws SQLException {
        source.setAutoCommit(false);
        try {
            lock(source, locking, attempts);
            waitForTarget(source, poking, target, limit);
            return work.run();
        } finally {
            source.rollback();
            source.setAutoCommit(true);
        }
    }

    private void lock(Connection source, Duration locking, int attempts) throws SQLException {
        var history =
                Sql.name(replication.from().database().schema())
                        + "."
                        + Sql.name(replication.from().database().historyTable());
        for (int left = attempts; ; left--) {
            try {
                Sql.execute(
                        source, "set local lock_timeout = '%dms'".formatted(locking.toMillis()));
                Sql.execute(
                        source,
                        "lock table %s, %s in exclusive mode"
                                .formatted(history, Table.list(tables)));
                return;
            } catch (SQLException e) {
                source.rollback();
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                if (left <= 1) {
                    throw new ProvisioningFailed(
                            "Somebody writes to %s in transactions that do not end; try again when it is calmer."
                                    .formatted(replication.from().service()),
                            e);
                }
                LockSupport.parkNanos(BREATH.toNanos());
            }
        }
    }

    private void waitForTarget(
            Connection source, Connection poking, Connection target, Duration limit)
            throws SQLException {
        var position = Sql.text(source, "select pg_current_wal_insert_lsn()").orElseThrow();
        var end = System.nanoTime() + limit.toNanos();
        while (!replication.hasConfirmed(source, position)) {
            if (System.nanoTime() - end > 0) {
                throw new ProvisioningFailed(
                        "%s did not catch up within %d ms; nothing has changed for the service. Try again when it is calmer."
                                .formatted(replication.to().address(), limit.toMillis()));
            }
            replication.hurry(poking, target);
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }
}
