package dev.bulkhead.provisioning.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps two tools from changing one service's tables at the same time: the first holds it, the
 * others wait.
 *
 * <p>There are two advisory locks. The tool's is held by a connection of its own, which ends with
 * the tool. The work's is held by the connection that changes the tables, because the server may go
 * on with a statement although the tool was killed; nobody begins before that has ended.
 *
 * <p>They are tried again and again rather than waited for: CREATE INDEX CONCURRENTLY waits for
 * whoever waits, and both would wait for ever.
 */
final class MigrationLock implements AutoCloseable {

    private static final long RETRY_MILLIS = 100;

    private enum Key {
        TOOL,
        WORK
    }

    private final Connection connection;

    private MigrationLock(Connection connection) {
        this.connection = connection;
    }

    static MigrationLock take(Owner owner) {
        // as administrator, so that whoever waits takes none of the owner's few connections
        var connection = owner.server().connect(owner.target().database());
        try {
            await(connection, owner, Key.TOOL);
            await(connection, owner, Key.WORK);
            call(connection, "pg_advisory_unlock", owner, Key.WORK);
            return new MigrationLock(connection);
        } catch (SQLException e) {
            var refused =
                    owner.server()
                            .refused(e, owner.target().database(), owner.server().administrator());
            closing(connection);
            throw refused;
        }
    }

    /** For the connection that does the work; held until it is closed. */
    static void hold(Connection connection, Owner owner) throws SQLException {
        await(connection, owner, Key.WORK);
    }

    private static void await(Connection connection, Owner owner, Key key) throws SQLException {
        while (!call(connection, "pg_try_advisory_lock", owner, key)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        }
    }

    private static boolean call(Connection connection, String function, Owner owner, Key key)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select %s(hashtextextended(?, ?))".formatted(function))) {
            statement.setString(
                    1,
                    "bulkhead migrates %s.%s"
                            .formatted(owner.target().schema(), owner.target().historyTable()));
            statement.setLong(2, key.ordinal());
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        closing(connection);
    }

    private static void closing(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // the server has ended the session already
        }
    }
}
