package dev.bulkhead.testing;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.embedded.ThrowawayFolder;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A throw-away PostgreSQL server, provisioned from a manifest with production's own code.
 *
 * <p>{@link #shared()} is the one of this JVM. Whoever wants to break a server takes a new one.
 */
public final class TestServer implements AutoCloseable {

    private static final String MANIFEST_PROPERTY = "bulkhead.manifest";

    /** Puts every service on another rung than the manifest does: {@code prefix}. */
    private static final String ISOLATION_PROPERTY = "bulkhead.isolation";

    /** Where the server comes from: {@code embedded}, or {@code container}. */
    private static final String POSTGRES_PROPERTY = "bulkhead.postgres";

    private final TestPostgres postgres;
    private final Provisioning provisioning;
    private final List<ServiceDatabase> provisioned = new ArrayList<>();
    private final Map<String, TestDatabase> databases = new LinkedHashMap<>();

    private TestServer(TestPostgres postgres, Provisioning provisioning) {
        this.postgres = postgres;
        this.provisioning = provisioning;
    }

    /** This JVM's server, for the manifest of the repository. */
    public static TestServer shared() {
        return Shared.SERVER;
    }

    /** Another server, on which nothing is provisioned yet. */
    public static TestServer start(Manifest manifest) {
        var connections = manifest.server().maxConnections();
        return System.getProperty(POSTGRES_PROPERTY, "embedded").equals("container")
                ? contained(
                        manifest,
                        (folder, password) ->
                                ContainerPostgres.start(
                                        folder,
                                        EmbeddedServer.ADMINISTRATOR,
                                        password,
                                        connections))
                : embedded(manifest, connections);
    }

    private static TestServer embedded(Manifest manifest, int connections) {
        var builder =
                EmbeddedServer.throwaway().setting("max_connections", String.valueOf(connections));
        var secrets = new Secrets(builder.folder().resolve("secrets"));
        var server = builder.administratorPassword(password(secrets)).start();
        return of(
                manifest,
                secrets,
                new TestPostgres(
                        server.port(), DatabaseServer.LOOPBACK, server.hbaFile(), server::close));
    }

    /**
     * A server whose files on this side go when it is closed, or with this JVM.
     *
     * @param start takes a folder for files of its own, and the administrator's password
     */
    static TestServer contained(Manifest manifest, BiFunction<Path, String, TestPostgres> start) {
        var folder = ThrowawayFolder.create();
        var secrets = new Secrets(folder.path().resolve("secrets"));
        var postgres = start.apply(folder.path(), password(secrets));
        return of(
                manifest,
                secrets,
                new TestPostgres(
                        postgres.port(),
                        postgres.networks(),
                        postgres.hbaFile(),
                        () -> {
                            try (folder) {
                                postgres.close();
                            }
                        }));
    }

    private static TestServer of(Manifest manifest, Secrets secrets, TestPostgres postgres) {
        var server =
                DatabaseServer.local(
                                postgres.port(), EmbeddedServer.ADMINISTRATOR, password(secrets))
                        .withNetworks(postgres.networks())
                        .withHbaFile(postgres.hbaFile());
        return new TestServer(postgres, new Provisioning(manifest, server, secrets));
    }

    private static String password(Secrets secrets) {
        return secrets.password(Secrets.ADMINISTRATOR);
    }

    /** The manifest that the system property names, or else the nearest one above this folder. */
    public static Manifest manifest() {
        var configured = System.getProperty(MANIFEST_PROPERTY);
        if (configured != null) {
            return read(Path.of(configured));
        }
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            var file = folder.resolve(Manifest.FILE_NAME);
            if (Files.isRegularFile(file)) {
                return read(file);
            }
        }
        throw new IllegalStateException(
                "No %s here or above %s"
                        .formatted(Manifest.FILE_NAME, Path.of("").toAbsolutePath()));
    }

    private static Manifest read(Path file) {
        var rung = System.getProperty(ISOLATION_PROPERTY);
        return Manifest.read(
                file,
                rung == null
                        ? null
                        : Isolation.of(rung)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "-D%s=%s: there are only the rungs %s"
                                                        .formatted(
                                                                ISOLATION_PROPERTY,
                                                                rung,
                                                                Isolation.words()))));
    }

    public Provisioning provisioning() {
        return provisioning;
    }

    public int port() {
        return postgres.port();
    }

    /** A service's database: provisioned, migrated and prod-seeded. */
    public synchronized TestDatabase database(String service) {
        return databases.computeIfAbsent(service, this::create);
    }

    private TestDatabase create(String service) {
        var database = alone(provisioning.database(service));
        var template = database.named(service + "_template");
        provisioned.add(template);
        provisioned.add(database);
        provisioning.apply(provisioned, _ -> {});
        provisioning.migrate(template);
        provisioning.seed(template, Environment.PROD);
        var ready = new TestDatabase(provisioning, template, database);
        ready.refresh();
        return ready;
    }

    /**
     * A service is tested by itself, so on rungs where services share a database it gets one, and
     * throwing it away takes nobody else's tables.
     */
    private static ServiceDatabase alone(ServiceDatabase database) {
        return database.isolation().sharesDatabase()
                ? database.named(database.service().name() + "_db")
                : database;
    }

    @Override
    public void close() {
        databases.values().forEach(TestDatabase::close);
        postgres.close();
    }

    private static final class Shared {
        static final TestServer SERVER = start(manifest());
    }
}
