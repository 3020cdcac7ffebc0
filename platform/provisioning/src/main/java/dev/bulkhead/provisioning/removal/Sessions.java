package dev.bulkhead.provisioning.removal;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is connected to a service's tables. On the rung prefix all services share one user, so that
 * only the name that an application gives itself tells them apart; a session that bears the name of
 * another service is that one's.
 */
public final class Sessions {

    /** Sessions of one application. */
    public record Connected(String application, String user, int sessions) {

        @Override
        public String toString() {
            return "%s (%d as %s)"
                    .formatted(application.isBlank() ? "unnamed" : application, sessions, user);
        }
    }

    private static final String CONDITION =
            """
            backend_type = 'client backend' and pid <> pg_backend_pid() and datname = ?
              and application_name <> 'bulkhead-provisioning'
              and usename = any (?)
              and not exists (select from unnest(?) other
                               where application_name = other or starts_with(application_name, other || '-'))
            """;

    private final Manifest manifest;
    private final DatabaseServer server;
    private final ServiceDatabase target;

    public Sessions(Manifest manifest, DatabaseServer server, ServiceDatabase target) {
        this.manifest = manifest;
        this.server = server;
        this.target = target;
    }

    /** As the user that the service runs as; who migrates is not a service that runs. */
    public List<Connected> connected() {
        return ask(
                List.of(target.user()),
                """
                select coalesce(application_name, ''), usename, count(*)
                  from pg_stat_activity where %s
                 group by 1, 2 order by 1, 2
                """);
    }

    /** Ends those of both roles, as the administrator; whoever had them may come again. */
    public void end() {
        ask(
                target.roles(),
                """
                select coalesce(application_name, ''), usename,
                       case when pg_terminate_backend(pid, 5000) then 1 else 0 end
                  from pg_stat_activity where %s
                """);
    }

    private List<Connected> ask(List<String> roles, String query) {
        try (var connection = server.connect();
                var statement = connection.prepareStatement(query.formatted(CONDITION))) {
            statement.setString(1, target.database());
            statement.setArray(2, array(connection, roles));
            statement.setArray(3, array(connection, others()));
            try (var result = statement.executeQuery()) {
                var found = new ArrayList<Connected>();
                while (result.next()) {
                    found.add(
                            new Connected(
                                    result.getString(1), result.getString(2), result.getInt(3)));
                }
                return found;
            }
        } catch (SQLException e) {
            throw server.refused(e, "its sessions", server.administrator());
        }
    }

    private List<String> others() {
        return manifest.services().stream()
                .filter(it -> !it.name().equals(target.service().name()))
                .map(it -> ServiceDatabase.of(manifest, it))
                .filter(it -> it.user().equals(target.user()))
                .map(it -> it.service().name())
                .toList();
    }

    private static java.sql.Array array(Connection connection, List<String> names)
            throws SQLException {
        return connection.createArrayOf("text", names.toArray());
    }
}
