package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.RefusedAtConnect;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * One connection per role and database, kept as long as the run, so that a live platform's
 * connection limits have room for it. Who was not let in once is not asked again.
 */
final class Sessions implements AutoCloseable {

    static final String APPLICATION_NAME = "bulkhead-isolation";

    private static final String LOGIN_SECONDS = "10";
    private static final String SOCKET_SECONDS = "60";

    /** Never wait long for a lock that a live service holds, nor hold one long. */
    private static final String OPTIONS = "-c lock_timeout=1s";

    private record Key(String host, int port, String database, String role) {}

    private final Map<Key, Connection> open = new LinkedHashMap<>();
    private final Map<Key, RefusedAtConnect> refused = new LinkedHashMap<>();

    Connection kept(DatabaseServer server, String database, String role, String password)
            throws SQLException {
        var key = new Key(server.host(), server.port(), database, role);
        var refusal = refused.get(key);
        if (refusal != null) {
            throw refusal;
        }
        var connection = open.get(key);
        if (connection == null || connection.isClosed()) {
            try {
                connection = open(server, database, role, password);
            } catch (RefusedAtConnect e) {
                refused.put(key, e);
                throw e;
            }
            connection.setAutoCommit(false);
            open.put(key, connection);
        }
        return connection;
    }

    Connection open(DatabaseServer server, String database, String role, String password)
            throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", APPLICATION_NAME);
        properties.setProperty("loginTimeout", LOGIN_SECONDS);
        properties.setProperty("socketTimeout", SOCKET_SECONDS);
        properties.setProperty("options", OPTIONS);
        try {
            return DriverManager.getConnection(server.url(database), properties);
        } catch (SQLException e) {
            throw new RefusedAtConnect(e);
        }
    }

    @Override
    public void close() throws SQLException {
        for (var it : open.values()) {
            it.close();
        }
        open.clear();
    }
}
