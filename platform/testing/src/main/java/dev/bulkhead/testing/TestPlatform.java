package dev.bulkhead.testing;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A whole platform on throw-away servers, as many as its manifest asks for: provisioned, migrated
 * and seeded as for development.
 */
public final class TestPlatform implements AutoCloseable {

    private final Provisioning provisioning;
    private final List<EmbeddedServer> servers = new ArrayList<>();

    private TestPlatform(Manifest manifest, boolean bound) {
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

    public static TestPlatform start(Manifest manifest) {
        return start(manifest, true);
    }

    /** On servers whose pg_hba.conf is somebody else's. */
    public static TestPlatform startUnbound(Manifest manifest) {
        return start(manifest, false);
    }

    /** Without any table yet. */
    public static TestPlatform provisioned(Manifest manifest) {
        return provisioned(manifest, true);
    }

    private static TestPlatform provisioned(Manifest manifest, boolean bound) {
        var platform = new TestPlatform(manifest, bound);
        platform.orClose(() -> platform.provisioning.apply(_ -> {}));
        return platform;
    }

    private static TestPlatform start(Manifest manifest, boolean bound) {
        var platform = provisioned(manifest, bound);
        platform.orClose(() -> {
            for (var it : manifest.services()) {
                platform.provisioning.migrate(it.name());
                platform.provisioning.seed(it.name(), Environment.DEV);
            }
        });
        return platform;
    }

    /** Leaves no server behind of a platform that nobody gets. */
    private void orClose(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    public Provisioning provisioning() {
        return provisioning;
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
