package dev.bulkhead.examples;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.testing.TestPlatform;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A platform on throw-away servers, as its services, their owners and the administrator see it. */
public final class ExamplePlatform implements AutoCloseable {

    private final TestPlatform platform;

    private ExamplePlatform(TestPlatform platform) {
        this.platform = platform;
    }

    /** Provisioned, migrated and seeded as for development. */
    public static ExamplePlatform start(Manifest manifest) {
        return new ExamplePlatform(TestPlatform.start(manifest));
    }

    /** Without any table yet. */
    public static ExamplePlatform provisioned(Manifest manifest) {
        return new ExamplePlatform(TestPlatform.provisioned(manifest));
    }

    public Provisioning provisioning() {
        return platform.provisioning();
    }

    public Isolation rung() {
        return provisioning().manifest().isolation();
    }

    public List<String> services() {
        return provisioning().manifest().services().stream().map(it -> it.name()).toList();
    }

    public ServiceDatabase database(String service) {
        return provisioning().database(service);
    }

    public Connection asUserOf(String service) throws SQLException {
        return asUserOf(service, service);
    }

    /** A service's user, in the database of another. */
    public Connection asUserOf(String service, String host) throws SQLException {
        return connect(database(host), database(service).user());
    }

    public Connection asOwnerOf(String service) throws SQLException {
        return connect(database(service), database(service).owner());
    }

    private Connection connect(ServiceDatabase database, String role) throws SQLException {
        return provisioning()
                .server(database)
                .connect(database.database(), role, provisioning().secrets().password(role));
    }

    /** The first column of what a query on a service's database answers the administrator. */
    public List<String> ask(String service, String query, Object... parameters)
            throws SQLException {
        var database = database(service);
        try (var connection = provisioning().server(database).connect(database.database())) {
            return ask(connection, query, parameters);
        }
    }

    /** The first column of what a query answers whoever is connected. */
    public static List<String> ask(Connection connection, String query, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                var answers = new ArrayList<String>();
                while (result.next()) {
                    answers.add(result.getString(1));
                }
                return answers;
            }
        }
    }

    @Override
    public void close() {
        platform.close();
    }
}
