package dev.bulkhead.provisioning;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A platform of two services, auth and payment, on a server of its own. */
class TestPlatform implements AutoCloseable {

    static final Map<String, String> MIGRATIONS =
            Map.of(
                    "auth-service/src/main/resources/db/migration/V1__create_audit_log.sql",
                    """
                    create table ${prefix}audit_log (id int primary key, action text not null);
                    create table ${prefix}users (id int primary key, name text not null);
                    """,
                    "payment-service/src/main/resources/db/migration/V1__create_orders.sql",
                    """
                    create table ${prefix}orders (id int primary key, total numeric(19,4) not null);
                    create sequence ${prefix}order_numbers;
                    create function ${prefix}twice(n int) returns int language sql return n * 2;
                    """,
                    "payment-service/src/main/resources/db/seed/prod/products.sql",
                    "insert into ${prefix}orders values (1, 10) on conflict do nothing;\n",
                    "payment-service/src/main/resources/db/seed/dev/orders.sql",
                    """
                    insert into ${prefix}orders values (2, 20) on conflict do nothing;
                    insert into ${prefix}orders values (3, 30) on conflict do nothing;
                    """);

    static final String MANIFEST =
            """
            platform: test
            isolation: database
            server:
              port: 5432
              max_connections: 60
              reserved_connections: 10
            services:
              auth:
                module: auth-service
                port: 5500
                pool: 5
                append_only: [audit_log]
              payment:
                module: payment-service
                port: 3004
                pool: 5
            """;

    final Path folder;
    final EmbeddedServer embedded;
    final Secrets secrets;
    final DatabaseServer server;

    TestPlatform(Path folder) {
        this.folder = folder;
        MIGRATIONS.forEach(this::write);
        write(Manifest.FILE_NAME, MANIFEST);
        secrets = new Secrets(folder.resolve("secrets"));
        var password = secrets.password(Secrets.ADMINISTRATOR);
        embedded =
                EmbeddedServer.throwaway()
                        .administratorPassword(password)
                        .setting("max_connections", "60")
                        .start();
        server =
                DatabaseServer.local(embedded.port(), EmbeddedServer.ADMINISTRATOR, password)
                        .withHbaFile(embedded.hbaFile());
    }

    /** A platform that is up: provisioned, migrated, and its hba binding in force. */
    static TestPlatform ready(Path folder) {
        var platform = new TestPlatform(folder);
        var provisioning = platform.provisioning();
        provisioning.apply(_ -> {});
        provisioning.manifest().services().forEach(it -> provisioning.migrate(it.name()));
        return platform;
    }

    Provisioning provisioning() {
        return new Provisioning(Manifest.read(folder.resolve(Manifest.FILE_NAME)), server, secrets);
    }

    ServiceDatabase database(String service) {
        return provisioning().database(service);
    }

    void write(String file, String content) {
        try {
            var path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Connection as(String role, String database) throws SQLException {
        return server.connect(database, role, secrets.password(role));
    }

    void asAdministrator(String database, String... statements) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        embedded.close();
    }
}
