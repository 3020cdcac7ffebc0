package dev.bulkhead.provisioning.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGPooledConnection;

/**
 * Connections that are used again, because each login hashes a password thousands of times and has
 * the server start a process. Whoever closes one gives it back, and gets it again who enters the
 * same database as the same role by the same password. In between its session becomes what it was
 * after the login: transaction, locks, role and settings are gone.
 *
 * <p>What a role or a database is told to be set to counts from a login on, and so does who may log
 * in: whoever changes something has everybody log in {@link #anew}.
 */
public final class KeptConnections implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final Map<Login, Deque<Session>> idle = new HashMap<>();
    private int generation;
    private boolean closed;

    Connection connect(Login login) throws SQLException {
        for (var it = takeIdle(login); it != null; it = takeIdle(login)) {
            if (it.connection.isValid(PATIENCE_SECONDS)) {
                return it.handle();
            }
            it.end();
        }
        var begun = generation();
        return new Session(login, begun, login.connect()).handle();
    }

    private synchronized @Nullable Session takeIdle(Login login) {
        return idle.getOrDefault(login, new ArrayDeque<>()).pollFirst();
    }

    private synchronized int generation() {
        return generation;
    }

    private synchronized boolean keep(Session session) {
        if (closed || session.generation != generation) {
            return false;
        }
        idle.computeIfAbsent(session.login, _ -> new ArrayDeque<>()).addFirst(session);
        return true;
    }

    /** Has everybody log in from now on who connects, also where somebody is connected now. */
    synchronized void anew() {
        generation++;
        idle.values().forEach(sessions -> sessions.forEach(Session::end));
        idle.clear();
    }

    @Override
    public synchronized void close() {
        closed = true;
        anew();
    }

    /** One login, and who has it one after the other. */
    private final class Session implements ConnectionEventListener {

        private final Login login;
        private final int generation;
        private final Connection connection;
        private final PGPooledConnection handles;

        Session(Login login, int generation, Connection connection) {
            this.login = login;
            this.generation = generation;
            this.connection = connection;
            this.handles = new PGPooledConnection(connection, true);
            handles.addConnectionEventListener(this);
        }

        Connection handle() throws SQLException {
            return handles.getConnection();
        }

        /** The handle rolled back already what was not committed. */
        @Override
        public void connectionClosed(ConnectionEvent event) {
            if (!forgets() || !keep(this)) {
                end();
            }
        }

        private boolean forgets() {
            try (var statement = connection.createStatement()) {
                connection.setAutoCommit(true);
                connection.setReadOnly(false);
                statement.execute("discard all");
                return true;
            } catch (SQLException e) {
                return false; // nobody needs a broken connection
            }
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            // it does not get past being reset
        }

        void end() {
            try {
                connection.close();
            } catch (SQLException e) {
                // the server has ended the session already
            }
        }
    }
}
