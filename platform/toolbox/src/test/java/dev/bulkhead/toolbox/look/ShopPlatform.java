package dev.bulkhead.toolbox.look;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Two services on a server of their own: stock, which keeps things, and sales, which sells. */
final class ShopPlatform implements AutoCloseable {

    private static final Map<String, String> FILES =
            Map.of(
                    "platform.yaml",
                    """
                    platform: shop
                    server: {max_connections: 60, reserved_connections: 10}
                    services:
                      stock: {module: stock-service, pool: 3}
                      sales: {module: sales-service, pool: 3}
                    """,
                    "stock-service/db/migration/V1__create_things.sql",
                    """
                    create table ${prefix}things (
                        id int, name text, constraint ${prefix}things_pkey primary key (id));
                    create table ${prefix}parts (
                        id int, thing_id int, colour text,
                        constraint ${prefix}parts_pkey primary key (id),
                        constraint ${prefix}parts_thing_id_fkey foreign key (thing_id) references ${prefix}things);
                    create index ${prefix}parts_thing_id_idx on ${prefix}parts (thing_id);
                    """,
                    "sales-service/db/migration/V1__create_orders.sql",
                    """
                    create table ${prefix}orders (id int, constraint ${prefix}orders_pkey primary key (id));
                    """);

    final Path folder;
    final EmbeddedServer embedded;
    final Secrets secrets;
    final DatabaseServer server;

    /**
     * @param home of an installed server, or null for the embedded one
     */
    ShopPlatform(Path folder, @Nullable Path home, Map<String, String> settings) {
        this.folder = folder;
        FILES.forEach(this::write);
        secrets = new Secrets(folder.resolve("secrets"));
        var password = secrets.password(Secrets.ADMINISTRATOR);
        var builder =
                EmbeddedServer.throwaway()
                        .administratorPassword(password)
                        .setting("max_connections", "60");
        settings.forEach(builder::setting);
        if (home != null) {
            builder.installedIn(home);
        }
        embedded = builder.start();
        server = DatabaseServer.local(embedded.port(), EmbeddedServer.ADMINISTRATOR, password);
    }

    Provisioning on(Isolation rung) {
        return on(rung, server);
    }

    /** The same, believed to be elsewhere. */
    Provisioning on(Isolation rung, DatabaseServer elsewhere) {
        return new Provisioning(
                Manifest.read(folder.resolve(Manifest.FILE_NAME), rung), elsewhere, secrets);
    }

    /** Provisioned and migrated. */
    Provisioning ready(Isolation rung) {
        var provisioning = on(rung);
        provisioning.apply(_ -> {});
        provisioning.databases().forEach(provisioning::migrate);
        return provisioning;
    }

    private void write(String file, String content) {
        try {
            var path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A session as an application opens it. */
    Connection as(String role, String database, String application) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("password", secrets.password(role));
        properties.setProperty("ApplicationName", application);
        return DriverManager.getConnection(server.url(database), properties);
    }

    void asAdministrator(String database, String... statements) throws SQLException {
        try (var connection = server.connect(database)) {
            execute(connection, statements);
        }
    }

    static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The number that a session of PostgreSQL goes by. */
    static int pid(Connection connection) throws SQLException {
        return Query.rows(connection, row -> row.getInt(1), "select pg_backend_pid()").getFirst();
    }

    @Override
    public void close() {
        embedded.close();
    }
}
