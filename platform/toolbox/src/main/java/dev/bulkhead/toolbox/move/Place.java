package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;

/** A service's tables on one server. */
record Place(DatabaseServer server, ServiceDatabase database) {

    /** As administrator, whom row-level security hides nothing from. */
    Connection connect() throws SQLException {
        var connection =
                server.connect(database.database(), server.administrator(), server.password());
        // whoever kills this program must not leave its locks behind
        Sql.execute(connection, "set client_connection_check_interval = '500ms'");
        return connection;
    }

    String address() {
        return "%s:%d".formatted(server.host(), server.port());
    }

    String url() {
        return server.url(database.database());
    }

    String service() {
        return database.service().name();
    }

    /** The schema, ready to stand in a statement. */
    String schema() {
        return Sql.name(database.schema());
    }
}
