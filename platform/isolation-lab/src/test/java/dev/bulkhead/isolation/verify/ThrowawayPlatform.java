package dev.bulkhead.isolation.verify;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.ServerBudget;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.DatabaseServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A platform that was provisioned, migrated and seeded, on servers that end with it. */
final class ThrowawayPlatform implements AutoCloseable {

    /**
     * A platform with one of everything that can be broken: auth publishes a view that payment
     * reads, keeps an append-only log and rows of single users; game has nothing to do with either.
     */
    private static final Map<String, String> FILES =
            Map.of(
                    "platform.yaml",
                    """
                    platform: mutants
                    server: {max_connections: 90, reserved_connections: 20}
                    services:
                      auth:
                        module: auth
                        pool: 3
                        shared: true
                        append_only: [audit_log]
                        row_security: [sessions]
                      payment:
                        module: payment
                        pool: 3
                        reads: [auth]
                      game:
                        module: game
                        pool: 3
                    """,
                    "auth/db/migration/V1__create_users.sql",
                    """
                    create table ${prefix}users (id int primary key, email text not null);
                    insert into ${prefix}users values (1, 'a@example.org');
                    create table ${prefix}audit_log (id int not null, at date not null) partition by range (at);
                    create table ${prefix}audit_log_2026 partition of ${prefix}audit_log
                        for values from ('2026-01-01') to ('2027-01-01');
                    create table ${prefix}sessions (id int primary key, user_id int not null);
                    alter table ${prefix}sessions enable row level security;
                    alter table ${prefix}sessions force row level security;
                    create policy own_sessions on ${prefix}sessions
                        using (user_id = nullif(current_setting('app.current_user_id', true), '')::int);
                    select set_config('app.current_user_id', '1', true);
                    insert into ${prefix}sessions values (1, 1);
                    create view ${prefix}own_sessions with (security_invoker) as select id from ${prefix}sessions;
                    create type ${prefix}mood as enum ('fine');
                    create view ${api_schema}.users with (security_barrier) as select id from ${prefix}users;
                    """,
                    "payment/db/migration/V1__create_orders.sql",
                    """
                    create table ${prefix}orders (id int generated always as identity, user_id int not null);
                    create sequence ${prefix}order_numbers;
                    create function ${prefix}twice(n int) returns int language sql return n * 2;
                    create function ${prefix}count_orders() returns bigint language sql security definer
                        set search_path = ${schema}, pg_temp return (select count(*) from ${prefix}orders);
                    """
                            .replace("${schema}", "pg_catalog"),
                    "game/db/migration/V1__create_games.sql",
                    "create table ${prefix}games (id int primary key);\n");

    private final List<EmbeddedServer> embedded = new ArrayList<>();
    private final Provisioning provisioning;

    private final int prepared;

    private ThrowawayPlatform(Manifest manifest, int prepared) {
        this.prepared = prepared;
        var folder = EmbeddedServer.throwaway().folder();
        var secrets = new Secrets(folder.resolve("secrets"));
        var own = new LinkedHashMap<String, DatabaseServer>();
        DatabaseServer shared = null;
        for (var service : manifest.services()) {
            if (service.isolation() == Isolation.SERVER) {
                own.put(service.name(), start(secrets, manifest.budget(service)));
            } else if (shared == null) {
                shared = start(secrets, manifest.server());
            }
        }
        provisioning = new Provisioning(manifest, new DatabaseServers(shared, own), secrets);
        provisioning.apply(_ -> {});
        for (var it : provisioning.databases()) {
            provisioning.migrate(it);
            provisioning.seed(it, Environment.DEV);
        }
    }

    /** The one with one of everything, on one rung. */
    static ThrowawayPlatform on(Isolation rung, Path folder) {
        write(folder);
        return of(Manifest.read(folder.resolve(Manifest.FILE_NAME), rung));
    }

    static ThrowawayPlatform of(Manifest manifest) {
        return new ThrowawayPlatform(manifest, 0);
    }

    /** One whose servers were started with what no statement can change later. */
    static ThrowawayPlatform withPreparedTransactions(Isolation rung, Path folder) {
        write(folder);
        return new ThrowawayPlatform(Manifest.read(folder.resolve(Manifest.FILE_NAME), rung), 2);
    }

    private static void write(Path folder) {
        FILES.forEach((name, content) -> write(folder.resolve(name), content));
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DatabaseServer start(Secrets secrets, ServerBudget budget) {
        var password = secrets.password(Secrets.ADMINISTRATOR);
        var server =
                EmbeddedServer.throwaway()
                        .administratorPassword(password)
                        .setting("max_connections", String.valueOf(budget.maxConnections()))
                        // for probes that have nothing to try where these are as usual
                        .setting("wal_level", "replica")
                        .setting("max_wal_senders", "10")
                        .setting("max_prepared_transactions", String.valueOf(prepared))
                        .setting("shared_preload_libraries", "pg_stat_statements")
                        .start();
        embedded.add(server);
        return DatabaseServer.local(server.port(), EmbeddedServer.ADMINISTRATOR, password)
                .withHbaFile(server.hbaFile());
    }

    Provisioning provisioning() {
        return provisioning;
    }

    Verified verify() {
        return Verification.of(provisioning).run();
    }

    void asAdministrator(DatabaseServer server, String database, String... statements)
            throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        embedded.forEach(EmbeddedServer::close);
    }
}
