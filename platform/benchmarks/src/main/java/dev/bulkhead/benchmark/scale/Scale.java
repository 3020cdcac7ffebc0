package dev.bulkhead.benchmark.scale;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.logging.LogManager;

/**
 * Provisions a server for so and so many services, each with payment's tables, and then again when
 * there is nothing to do. Prints a row of a Markdown table.
 */
final class Scale {

    private static final int POOL = 2;
    private static final int RESERVED = 20;
    private static final int CONNECTIONS_EACH = 2 * POOL + 5;

    /** PostgreSQL's own; servers that are thrown away otherwise hash once. */
    private static final String ITERATIONS = "4096";

    private final Path root;
    private final int services;
    private final int rounds;

    private Scale(Path root, int services, int rounds) {
        this.root = root;
        this.services = services;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("scale ROOT SERVICES ROUNDS");
        }
        new Scale(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]))
                .run();
    }

    private void run() throws IOException, SQLException {
        LogManager.getLogManager().reset(); // Flyway speaks of each migration
        var builder =
                EmbeddedServer.throwaway()
                        .setting("max_connections", String.valueOf(maxConnections()))
                        .setting("scram_iterations", ITERATIONS);
        var secrets = new Secrets(builder.folder().resolve("secrets"));
        var password = secrets.password(Secrets.ADMINISTRATOR);
        var manifest = builder.folder().resolve(Manifest.FILE_NAME);
        try (var embedded = builder.administratorPassword(password).start()) {
            Files.writeString(manifest, manifest());
            var server =
                    DatabaseServer.local(embedded.port(), EmbeddedServer.ADMINISTRATOR, password)
                            .withHbaFile(embedded.hbaFile());
            hashAsServersThatAreKept(server, password);
            var provisioning = new Provisioning(Manifest.read(manifest), server, secrets);

            var first = timed(() -> provisioning.apply(_ -> {}));
            var migrating = timed(() -> provisioning.databases().forEach(provisioning::migrate));
            provisioning.apply(_ -> {});
            var before = connections(server);
            var again = new ArrayList<Double>();
            for (int round = 0; round < rounds; round++) {
                again.add(timed(() -> refuseWork(provisioning)));
            }
            var opened = (connections(server) - before) / rounds;
            again.sort(null);
            System.out.printf(
                    "| %d | %.2f | %.2f | %.2f (%.2f to %.2f) | %d |%n",
                    services,
                    first,
                    migrating,
                    again.get(rounds / 2),
                    again.getFirst(),
                    again.getLast(),
                    opened);
        }
    }

    /** The administrator's password was hashed before the setting held. */
    private static void hashAsServersThatAreKept(DatabaseServer server, String password)
            throws SQLException {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "alter role %s password %s"
                            .formatted(
                                    EmbeddedServer.ADMINISTRATOR,
                                    statement.enquoteLiteral(password)));
        }
    }

    private static void refuseWork(Provisioning provisioning) {
        var steps = provisioning.apply(_ -> {});
        if (!steps.isEmpty()) {
            throw new IllegalStateException("There was something to do: " + steps);
        }
    }

    private static double timed(Runnable work) {
        var begun = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
    }

    /** How many sessions were opened since the server was started. */
    private static long connections(DatabaseServer server) throws SQLException {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            try (var result =
                    statement.executeQuery(
                            "select sum(sessions) from pg_stat_database where datname is not"
                                    + " null")) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    private int maxConnections() {
        return services * CONNECTIONS_EACH + RESERVED;
    }

    private String manifest() {
        var lines = new ArrayList<String>();
        lines.add(
                """
                platform: scale
                isolation: database
                server:
                  max_connections: %d
                  reserved_connections: %d
                services:\
                """
                        .formatted(maxConnections(), RESERVED));
        for (int service = 1; service <= services; service++) {
            lines.add(
                    """
                    s%02d:
                      module: %s
                      pool: %d
                      row_security: [orders, order_items, payments, refunds]
                    """
                            .formatted(service, root.resolve("payment-service"), POOL)
                            .indent(2));
        }
        return String.join("\n", lines);
    }
}
