package dev.bulkhead.toolbox.backup;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Two services with what makes backups hard, on an installed server of their own. */
final class TestPlatform implements AutoCloseable {

    static final Map<String, String> FILES =
            Map.of(
                    "platform.yaml",
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
                        row_security: [sessions]
                      payment:
                        module: payment-service
                        port: 3004
                        pool: 5
                    """,
                    "auth-service/db/migration/V1__create_users.sql",
                    """
                    create type ${prefix}status as enum ('active', 'closed');
                    create table ${prefix}users (
                        id     int                generated always as identity primary key,
                        name   text               not null,
                        status ${prefix}status    not null default 'active',
                        spent  numeric(19,4)      not null default 0,
                        extra  jsonb,
                        seen   timestamptz        not null default now(),
                        tags   text[]
                    );
                    create table ${prefix}audit_log (id int primary key, action text not null);
                    create function ${prefix}twice(n int) returns int language sql return n * 2;
                    create view ${prefix}active_users with (security_invoker) as
                        select id, name from ${prefix}users where status = 'active';
                    create statistics ${prefix}users_stats on name, status from ${prefix}users;
                    """,
                    "auth-service/db/migration/V2__create_sessions.sql",
                    """
                    create table ${prefix}sessions (id int primary key, user_id int not null references ${prefix}users);
                    alter table ${prefix}sessions enable row level security;
                    alter table ${prefix}sessions force row level security;
                    create policy sessions_of_one on ${prefix}sessions to ${runtime_role}
                        using (user_id = nullif(current_setting('app.current_user_id', true), '')::int);
                    """,
                    "payment-service/db/migration/V1__create_orders.sql",
                    """
                    create type ${prefix}mood as enum ('good');
                    create table ${prefix}orders (id int primary key, total numeric(19,4) not null);
                    create sequence ${prefix}order_numbers;
                    create function ${prefix}half(n int) returns int language sql return n / 2;
                    """);

    final Path folder;
    final EmbeddedServer embedded;
    final Secrets secrets;
    final DatabaseServer server;

    /**
     * @param home of an installed PostgreSQL
     */
    TestPlatform(Path folder, Path home) {
        this.folder = folder;
        FILES.forEach(this::write);
        secrets = new Secrets(folder.resolve("secrets"));
        var password = secrets.password(Secrets.ADMINISTRATOR);
        embedded =
                EmbeddedServer.throwaway()
                        .administratorPassword(password)
                        .setting("max_connections", "60")
                        .installedIn(home)
                        .start();
        server =
                DatabaseServer.local(embedded.port(), EmbeddedServer.ADMINISTRATOR, password)
                        .withHbaFile(embedded.hbaFile());
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

    Provisioning on(Isolation rung) {
        return new Provisioning(
                Manifest.read(folder.resolve("platform.yaml"), rung), server, secrets);
    }

    /** Provisioned, migrated, and with rows in every table. */
    Provisioning ready(Isolation rung) throws SQLException {
        var provisioning = on(rung);
        for (var database : databases()) {
            if (database.contains("_db")) {
                asAdministrator(
                        "postgres", "drop database \"%s\" with (force)".formatted(database));
            }
        }
        provisioning.apply(_ -> {});
        provisioning.manifest().services().forEach(it -> provisioning.migrate(it.name()));
        fill(provisioning.database("auth"), provisioning.database("payment"));
        return provisioning;
    }

    private void fill(ServiceDatabase auth, ServiceDatabase payment) throws SQLException {
        inside(
                auth,
                """
                insert into %1$s.%2$susers (name, spent, extra, tags)
                    select 'user ' || i, i * 1.25, jsonb_build_object('n', i), array['a', i::text]
                      from generate_series(1, 500) i;
                insert into %1$s.%2$ssessions select i, i from generate_series(1, 300) i;
                insert into %1$s.%2$saudit_log select i, 'login' from generate_series(1, 50) i;
                """);
        inside(
                payment,
                """
                insert into %1$s.%2$sorders select i, i from generate_series(1, 20) i;
                select nextval('%1$s.%2$sorder_numbers') from generate_series(1, 7);
                """);
    }

    /** Runs SQL as administrator, with the schema and the prefix put in. */
    void inside(ServiceDatabase place, String sql) throws SQLException {
        asAdministrator(place.database(), sql.formatted(place.schema(), place.prefix()));
    }

    long count(ServiceDatabase place, String table) throws SQLException {
        try (var connection = server.connect(place.database())) {
            return Query.rows(
                            connection,
                            it -> it.getLong(1),
                            "select count(*) from %s.%s"
                                    .formatted(place.schema(), place.prefix() + table))
                    .getFirst();
        }
    }

    Connection as(String role, ServiceDatabase place) throws SQLException {
        return server.connect(place.database(), role, secrets.password(role));
    }

    void asAdministrator(String database, String... statements) throws SQLException {
        try (var connection = server.connect(database)) {
            Sql.run(connection, statements);
        }
    }

    List<String> databases() throws SQLException {
        try (var connection = server.connect()) {
            return Query.rows(
                    connection,
                    it -> it.getString(1),
                    "select datname from pg_database order by 1");
        }
    }

    @Override
    public void close() {
        embedded.close();
    }
}
