package dev.bulkhead.provisioning;

import dev.bulkhead.provisioning.plan.ScramVerifier;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a role another password while it is in use. Sessions go on; a new one needs what is in the
 * role's file, which is replaced immediately before the server's change counts. Whoever reads the
 * file within that moment is refused once and has to read it again, as every pool does.
 *
 * <p>Whatever ends it in between leaves file and server apart at worst, and the next provisioning
 * gives the server what is in the file.
 */
final class PasswordRotation {

    private static final String UNKNOWN_ROLE = "42704";

    /** Makes the change count; apart so that tests can let it go wrong. */
    interface Commit {
        void of(Connection connection) throws SQLException;
    }

    private final Secrets secrets;
    private final List<Secrets> copies;
    private final Commit commit;

    /**
     * @param copies folders that hold some of the secrets as well, each for the service that may
     *     read it
     */
    PasswordRotation(Secrets secrets, List<Secrets> copies) {
        this(secrets, copies, Connection::commit);
    }

    PasswordRotation(Secrets secrets, List<Secrets> copies, Commit commit) {
        this.secrets = secrets;
        this.copies = List.copyOf(copies);
        this.commit = commit;
    }

    /**
     * @param servers where the role exists
     * @throws ProvisioningFailed if the old password goes on counting, at least somewhere
     */
    void rotate(String role, List<DatabaseServer> servers) {
        var before = secrets.password(role);
        var after = Secrets.random();
        var written = new ArrayList<Secrets>();
        try {
            alter(role, after, servers, List.of(), written);
        } catch (SQLException e) {
            // a connection that breaks while it commits does not say what became of it
            var changed = servers.stream().filter(it -> has(it, role, after)).toList();
            if (changed.size() < servers.size()) {
                if (changed.isEmpty()) {
                    restore(role, before, written);
                }
                throw failed(role, changed, e);
            }
        } catch (ProvisioningFailed e) {
            restore(role, before, written);
            throw e;
        }
    }

    /** One transaction on each server; the files are written when all are ready to commit. */
    private void alter(
            String role,
            String password,
            List<DatabaseServer> servers,
            List<Connection> ready,
            List<Secrets> written)
            throws SQLException {
        if (ready.size() < servers.size()) {
            try (var connection = servers.get(ready.size()).connect()) {
                connection.setAutoCommit(false);
                alter(connection, role, password);
                var more = new ArrayList<>(ready);
                more.add(connection);
                alter(role, password, servers, more, written);
            }
            return;
        }
        for (var folder : foldersOf(role)) {
            folder.replace(role, password);
            written.add(folder);
        }
        for (var connection : ready) {
            commit.of(connection);
        }
    }

    private static void restore(String role, String before, List<Secrets> written) {
        written.forEach(folder -> folder.replace(role, before));
    }

    private static void alter(Connection connection, String role, String password)
            throws SQLException {
        var verifier = ScramVerifier.of(password, ScramVerifier.iterations(connection));
        try (var statement = connection.createStatement()) {
            // a session of the role's own may hold its row; and no log needs to show a verifier
            statement.execute("set local lock_timeout = '5s'");
            statement.execute("set local log_statement = none");
            statement.execute("set local log_min_duration_statement = -1");
            statement.execute("set local log_min_error_statement = panic");
            statement.execute(
                    "alter role %s password %s"
                            .formatted(
                                    statement.enquoteIdentifier(role, true),
                                    statement.enquoteLiteral(verifier)));
        }
    }

    /** The file that counts comes last, so that it is the first to be right again. */
    private List<Secrets> foldersOf(String role) {
        var folders = new ArrayList<>(copies.stream().filter(it -> it.has(role)).toList());
        folders.add(secrets);
        return folders;
    }

    /** Whether the server has that password; no, when it does not say. */
    private static boolean has(DatabaseServer server, String role, String password) {
        try (var connection = server.connect();
                var statement =
                        connection.prepareStatement(
                                "select rolpassword from pg_authid where rolname = ?")) {
            statement.setString(1, role);
            try (var rows = statement.executeQuery()) {
                return rows.next() && ScramVerifier.matches(rows.getString(1), password);
            }
        } catch (SQLException | ProvisioningFailed e) {
            return false;
        }
    }

    private static ProvisioningFailed failed(
            String role, List<DatabaseServer> changed, SQLException e) {
        if (UNKNOWN_ROLE.equals(e.getSQLState())) {
            return new ProvisioningFailed(
                    "There is no role %s yet; create the databases first.".formatted(role), e);
        }
        if (changed.isEmpty()) {
            return new ProvisioningFailed(
                    "%s keeps its password, because PostgreSQL did not take another one: %s"
                            .formatted(role, e.getMessage()),
                    e);
        }
        return new ProvisioningFailed(
                "%s has its new password on some servers only, because of: %s. Create the databases again; that sets it everywhere."
                        .formatted(role, e.getMessage()),
                e);
    }
}
