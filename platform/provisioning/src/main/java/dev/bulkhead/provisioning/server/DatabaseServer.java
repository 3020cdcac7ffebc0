package dev.bulkhead.provisioning.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server and the administrator's way into it.
 *
 * @param networks from where services connect, as CIDR blocks
 * @param hbaFile the server's pg_hba.conf, if it is ours to write
 * @param tls how everybody's connection to it is encrypted
 * @param kept connections that are used again; null where each has its own login
 */
public record DatabaseServer(
        String host,
        int port,
        String administrator,
        String password,
        List<String> networks,
        @Nullable Path hbaFile,
        Tls tls,
        @Nullable KeptConnections kept) {

    public static final List<String> LOOPBACK = List.of("127.0.0.1/32", "::1/128");

    static final String MAINTENANCE_DATABASE = "postgres";

    public DatabaseServer {
        networks = List.copyOf(networks);
    }

    public DatabaseServer(
            String host,
            int port,
            String administrator,
            String password,
            List<String> networks,
            @Nullable Path hbaFile) {
        this(host, port, administrator, password, networks, hbaFile, Tls.UNSAID);
    }

    public DatabaseServer(
            String host,
            int port,
            String administrator,
            String password,
            List<String> networks,
            @Nullable Path hbaFile,
            Tls tls) {
        this(host, port, administrator, password, networks, hbaFile, tls, null);
    }

    /** A server on this machine whose pg_hba.conf is somebody else's. */
    public static DatabaseServer local(int port, String administrator, String password) {
        return new DatabaseServer("localhost", port, administrator, password, LOOPBACK, null);
    }

    public DatabaseServer withHbaFile(@Nullable Path file) {
        return new DatabaseServer(host, port, administrator, password, networks, file, tls, kept);
    }

    public DatabaseServer withNetworks(List<String> networks) {
        return new DatabaseServer(
                host, port, administrator, password, networks, hbaFile, tls, kept);
    }

    /** The same server, to which connections are used again. */
    DatabaseServer keeping(KeptConnections connections) {
        return new DatabaseServer(
                host, port, administrator, password, networks, hbaFile, tls, connections);
    }

    public String url(String database) {
        return "jdbc:postgresql://%s:%d/%s%s".formatted(host, port, database, tls.query());
    }

    /** Connects as administrator, with refusals translated for the user. */
    public Connection connect(String database) {
        try {
            return connect(database, administrator, password);
        } catch (SQLException e) {
            throw refused(e, database, administrator);
        }
    }

    /** Connects to the database that every server has. */
    public Connection connect() {
        return connect(MAINTENANCE_DATABASE);
    }

    public Connection connect(String database, String user, String userPassword)
            throws SQLException {
        var login = new Login(url(database), user, userPassword);
        return kept == null ? login.connect() : kept.connect(login);
    }

    /** Ends what is kept of connections: what was changed counts for new logins only. */
    public void forgetConnections() {
        if (kept != null) {
            kept.anew();
        }
    }

    public ProvisioningFailed refused(SQLException e, String database, String user) {
        var state = String.valueOf(e.getSQLState());
        var where = "%s:%d".formatted(host, port);
        var message =
                switch (state) {
                    case "28P01" ->
                            "PostgreSQL at %s refused the password of %s; the server knows another one."
                                    .formatted(where, user);
                    case "28000" ->
                            "PostgreSQL at %s does not let %s connect to %s: %s"
                                    .formatted(where, user, database, e.getMessage());
                    case "08001" -> "No PostgreSQL answers at %s.".formatted(where);
                    case "08004", "08006" ->
                            "The connection to PostgreSQL at %s failed: %s"
                                    .formatted(where, e.getMessage());
                    case "53300" ->
                            "PostgreSQL at %s has no connection left for %s: %s"
                                    .formatted(where, user, e.getMessage());
                    default ->
                            "PostgreSQL at %s refused %s as %s: %s"
                                    .formatted(where, database, user, e.getMessage());
                };
        return new ProvisioningFailed(message, e);
    }
}
