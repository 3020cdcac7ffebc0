package dev.bulkhead.isolation;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.ServerBudget;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.DatabaseServers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A platform on throw-away servers: provisioned, migrated and seeded as for development. */
class TestLab implements AutoCloseable {

    final Provisioning provisioning;
    private final List<EmbeddedServer> servers = new ArrayList<>();

    private TestLab(Manifest manifest, boolean bound) {
        var shared = EmbeddedServer.throwaway();
        var secrets = new Secrets(shared.folder().resolve("secrets"));
        var own = new LinkedHashMap<String, DatabaseServer>();
        for (var it : manifest.services()) {
            if (it.isolation() == Isolation.SERVER) {
                own.put(
                        it.name(),
                        start(
                                EmbeddedServer.throwaway(),
                                manifest.budget(it),
                                secrets,
                                it.name(),
                                bound));
            }
        }
        var sharedServer =
                own.size() == manifest.services().size()
                        ? null
                        : start(
                                shared,
                                manifest.server(),
                                secrets,
                                ServiceDatabase.SHARED_SERVER,
                                bound);
        provisioning = new Provisioning(manifest, new DatabaseServers(sharedServer, own), secrets);
    }

    static TestLab start(Manifest manifest) {
        return start(manifest, true);
    }

    /** On servers whose pg_hba.conf is somebody else's. */
    static TestLab startUnbound(Manifest manifest) {
        return start(manifest, false);
    }

    private static TestLab start(Manifest manifest, boolean bound) {
        var lab = new TestLab(manifest, bound);
        lab.provisioning.apply(_ -> {});
        for (var it : manifest.services()) {
            lab.provisioning.migrate(it.name());
            lab.provisioning.seed(it.name(), Environment.DEV);
        }
        return lab;
    }

    /** What our own users would have left: a session, an order, a video half watched. */
    TestLab withRowsOfUsers() throws SQLException {
        insert(
                "auth",
                "sessions",
                "gen_random_uuid(), gen_random_uuid(), sha256('token'), gen_random_uuid(), null,"
                        + " '::1', now() + interval '1 day', null, now()");
        insert(
                "payment",
                "orders",
                "gen_random_uuid(), gen_random_uuid(), 'pending', 10, 'EUR', now(), now(), 0");
        insert(
                "media",
                "watch_history",
                "gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, false, now()");
        return this;
    }

    /** Without triggers and foreign keys: what the row hangs on is of no concern here. */
    private void insert(String service, String table, String values) throws SQLException {
        var it = provisioning.database(service);
        try (var connection = provisioning.server(it).connect(it.database());
                var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    "insert into %s.%s%s values (%s)"
                            .formatted(it.schema(), it.prefix(), table, values));
        }
    }

    IsolationLab lab() {
        return new IsolationLab(provisioning);
    }

    void asAdministrator(String server, String database, String sql) throws SQLException {
        try (var connection = provisioning.servers().get(server).connect(database);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        servers.forEach(EmbeddedServer::close);
    }

    /** Ready for replication, as PostgreSQL is by default. */
    private DatabaseServer start(
            EmbeddedServer.Builder builder,
            ServerBudget budget,
            Secrets secrets,
            String name,
            boolean bound) {
        var password = secrets.password(Secrets.administrator(name));
        var server =
                builder.setting("wal_level", "replica")
                        .setting("max_wal_senders", "10")
                        .setting("max_connections", String.valueOf(budget.maxConnections()))
                        .administratorPassword(password)
                        .start();
        servers.add(server);
        return DatabaseServer.local(server.port(), EmbeddedServer.ADMINISTRATOR, password)
                .withHbaFile(bound ? server.hbaFile() : null);
    }
}
