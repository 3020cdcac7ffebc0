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

    /** Nobody is kept waiting by a probe for long, nor a probe by anybody. */
    private static final String OPTIONS = "-c lock_timeout=1s -c statement_timeout=10s";

    /** Who wants to come in where. */
    record Login(DatabaseServer server, String database, String role, String password) {

        static Login ofAdministrator(DatabaseServer server, String database) {
            return new Login(server, database, server.administrator(), server.password());
        }
    }

    private final Map<Login, Connection> open = new LinkedHashMap<>();
    private final Map<Login, Connection> seconds = new LinkedHashMap<>();
    private final Map<Login, RefusedAtConnect> refused = new LinkedHashMap<>();

    Connection kept(Login login) throws SQLException {
        return kept(login, open);
    }

    /** Another one of the same role, for what takes two. */
    Connection second(Login login) throws SQLException {
        return kept(login, seconds);
    }

    private Connection kept(Login login, Map<Login, Connection> open) throws SQLException {
        var refusal = refused.get(login);
        if (refusal != null) {
            throw refusal;
        }
        var connection = open.get(login);
        if (connection == null || connection.isClosed()) {
            try {
                connection = open(login, Map.of());
            } catch (RefusedAtConnect e) {
                refused.put(login, e);
                throw e;
            }
            connection.setAutoCommit(false);
            open.put(login, connection);
        }
        return connection;
    }

    Connection open(Login login, Map<String, String> others) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", login.role());
        properties.setProperty("password", login.password());
        properties.setProperty("ApplicationName", APPLICATION_NAME);
        properties.setProperty("loginTimeout", LOGIN_SECONDS);
        properties.setProperty("socketTimeout", SOCKET_SECONDS);
        properties.setProperty("options", OPTIONS);
        others.forEach(properties::setProperty);
        var url = login.server().url(others.getOrDefault("PGDBNAME", login.database()));
        try {
            return DriverManager.getConnection(url, properties);
        } catch (SQLException e) {
            throw new RefusedAtConnect(e);
        }
    }

    @Override
    public void close() throws SQLException {
        for (var it : open.values()) {
            it.close();
        }
        for (var it : seconds.values()) {
            it.close();
        }
    }
}
