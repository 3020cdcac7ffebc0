package dev.bulkhead.provisioning.examples;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A platform on a throw-away server: provisioned, migrated and seeded as for development. */
public final class ExamplePlatform implements AutoCloseable {

    private final EmbeddedServer embedded;
    private final DatabaseServer server;
    private final Secrets secrets;
    private final Provisioning provisioning;

    private ExamplePlatform(Path file, Path folder, @Nullable Isolation rung) {
        var manifest = Manifest.read(file, rung);
        secrets = new Secrets(folder.resolve("secrets"));
        var password = secrets.password(Secrets.ADMINISTRATOR);
        embedded =
                EmbeddedServer.throwaway()
                        .administratorPassword(password)
                        .setting(
                                "max_connections",
                                String.valueOf(manifest.server().maxConnections()))
                        .start();
        server =
                DatabaseServer.local(embedded.port(), EmbeddedServer.ADMINISTRATOR, password)
                        .withHbaFile(embedded.hbaFile());
        provisioning = new Provisioning(manifest, server, secrets);
    }

    /**
     * @param file the manifest
     * @param folder for the passwords
     * @param rung the rung, or null for the manifest's own
     */
    public static ExamplePlatform start(Path file, Path folder, @Nullable Isolation rung) {
        var platform = new ExamplePlatform(file, folder, rung);
        try {
            platform.prepare();
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    /** The same without any table yet. */
    public static ExamplePlatform provisioned(Path file, Path folder, @Nullable Isolation rung) {
        var platform = new ExamplePlatform(file, folder, rung);
        try {
            platform.provisioning.apply(_ -> {});
            return platform;
        } catch (RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private void prepare() {
        provisioning.apply(_ -> {});
        for (var it : services()) {
            provisioning.migrate(it);
            provisioning.seed(it, Environment.DEV);
        }
    }

    public Provisioning provisioning() {
        return provisioning;
    }

    Isolation rung() {
        return provisioning.manifest().isolation();
    }

    public List<String> services() {
        return provisioning.manifest().services().stream().map(it -> it.name()).toList();
    }

    ServiceDatabase database(String service) {
        return provisioning.database(service);
    }

    public Connection asUserOf(String service) throws SQLException {
        return asUserOf(service, provisioning.database(service).database());
    }

    Connection asUserOf(String service, String database) throws SQLException {
        var user = provisioning.database(service).user();
        return server.connect(database, user, secrets.password(user));
    }

    public Connection asOwnerOf(String service) throws SQLException {
        var database = provisioning.database(service);
        return server.connect(
                database.database(), database.owner(), secrets.password(database.owner()));
    }

    /** The first column of what a query on a service's database answers the administrator. */
    List<String> ask(String service, String query, Object... parameters) throws SQLException {
        try (var connection = server.connect(provisioning.database(service).database())) {
            return ask(connection, query, parameters);
        }
    }

    static List<String> ask(Connection connection, String query, Object... parameters)
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
        embedded.close();
    }
}
