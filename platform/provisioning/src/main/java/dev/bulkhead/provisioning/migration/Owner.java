package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** The role that changes a service's tables, and its way in. */
record Owner(DatabaseServer server, ServiceDatabase target, String password) {

    static Owner of(DatabaseServer server, ServiceDatabase target, Secrets secrets) {
        return new Owner(server, target, secrets.password(target.owner()));
    }

    Connection connect() {
        try {
            return server.connect(target.database(), target.owner(), password);
        } catch (SQLException e) {
            throw server.refused(e, target.database(), target.owner());
        }
    }

    /**
     * Lets the server end a statement within a second when the tool that sent it is no more,
     * instead of working on for nobody. Where the server's system cannot tell, it works on.
     */
    static final String WATCHED =
            """
            do $$ begin
                set client_connection_check_interval = '1s';
            exception when others then null;
            end $$
            """;

    void watch(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(WATCHED);
        }
    }

    /** What a service's SQL may leave open. */
    Map<String, String> placeholders() {
        return Map.of(
                "prefix", target.prefix(),
                "runtime_role", target.user(),
                "owner_role", target.owner(),
                "api_schema", target.service().name() + "_api");
    }
}
