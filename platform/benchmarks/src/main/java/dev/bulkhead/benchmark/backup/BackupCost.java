package dev.bulkhead.benchmark.backup;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.toolbox.program.ClientPrograms;
import dev.bulkhead.toolbox.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Backs a service with a gigabyte up by {@code ./bulkhead db backup}, whole, and by {@code pg_dump}
 * alone with the same settings, in turn, on a server of its own.
 *
 * <p>Arguments: a folder to work in, rounds, megabytes. Standard output is a table in Markdown.
 */
final class BackupCost {

    private static final int TABLES = 4;
    private static final int BYTES_PER_ROW = 245;

    private BackupCost() {}

    public static void main(String[] args) throws Exception {
        var work = Path.of(args[0]);
        var rounds = Integer.parseInt(args[1]);
        var megabytes = Long.parseLong(args[2]);
        var dump = program();
        var password = Secrets.random();
        var builder =
                EmbeddedServer.throwaway()
                        .administratorPassword(password)
                        .setting("shared_buffers", "256MB")
                        .setting("max_wal_size", "4GB")
                        .installedIn(dump.folder().getParent());
        try (var server = builder.start()) {
            var administered =
                    DatabaseServer.local(server.port(), EmbeddedServer.ADMINISTRATOR, password);
            fill(platform(work), administered, work, megabytes);
            compare(work, dump, administered, rounds);
        }
    }

    private static Program program() {
        return ClientPrograms.here().all("pg_dump").stream()
                .filter(it -> Files.isExecutable(it.folder().resolve("postgres")))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "A PostgreSQL with server and client programs must be installed."));
    }

    private static Path platform(Path work) throws IOException {
        Files.writeString(
                work.resolve("platform.yaml"),
                """
                platform: benchmark
                server: {port: 5432, max_connections: 50, reserved_connections: 10}
                services:
                  load: {module: load, port: 8080, pool: 5}
                """);
        var folder = Files.createDirectories(work.resolve("load/db/migration"));
        var tables = new StringBuilder();
        for (int i = 1; i <= TABLES; i++) {
            tables.append(
                    """
                    create table ${prefix}orders_%d (
                        id      bigint primary key,
                        user_id uuid not null,
                        status  text not null,
                        total   numeric(19,4) not null,
                        note    text not null,
                        detail  jsonb not null,
                        at      timestamptz not null);
                    """
                            .formatted(i));
        }
        Files.writeString(folder.resolve("V1__create_orders.sql"), tables);
        return work.resolve("platform.yaml");
    }

    private static void fill(Path manifest, DatabaseServer server, Path work, long megabytes)
            throws SQLException {
        var provisioning =
                new Provisioning(
                        Manifest.read(manifest),
                        server,
                        new Secrets(work.resolve("state/secrets")));
        provisioning.apply(_ -> {});
        provisioning.migrate("load");
        var rows = megabytes * 1_000_000 / TABLES / BYTES_PER_ROW;
        try (var connection = server.connect("load_db");
                var statement = connection.createStatement()) {
            for (int i = 1; i <= TABLES; i++) {
                statement.execute(
                        """
                        insert into load.orders_%d
                        select i, gen_random_uuid(), (array['open', 'paid', 'refunded'])[1 + i %% 3], i * 1.37,
                               md5(i::text) || ' was ordered by somebody who wrote a line about it',
                               jsonb_build_object('sku', 'MUG-' || i %% 977, 'quantity', i %% 7), now() - i * interval '1 s'
                          from generate_series(1, %d) i
                        """
                                .formatted(i, rows));
            }
            statement.execute("vacuum analyze");
            try (var size = statement.executeQuery("select pg_database_size('load_db')")) {
                size.next();
                System.err.printf("load_db has %d MB%n", size.getLong(1) / 1_000_000);
            }
        }
    }

    private static void compare(Path work, Program dump, DatabaseServer server, int rounds)
            throws IOException, InterruptedException {
        var alone = new ArrayList<Double>();
        var toolbox = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        pgDump(work, dump, server); // so that both find the tables in memory
        for (int round = 1; round <= rounds; round++) {
            alone.add(pgDump(work, dump, server));
            toolbox.add(bulkhead(work, server));
            ratios.add(toolbox.getLast() / alone.getLast());
            System.err.printf(
                    Locale.ROOT,
                    "round %d: pg_dump %.1f s, db backup %.1f s%n",
                    round,
                    alone.getLast(),
                    toolbox.getLast());
        }
        System.out.println("| | seconds, median (all) |\n|---|---|");
        System.out.println("| " + dump + " alone | " + line(alone) + " |");
        System.out.println("| ./bulkhead db backup | " + line(toolbox) + " |");
        System.out.printf(
                Locale.ROOT,
                "| ratio of the medians | %.2f (of the rounds: %s) |%n",
                median(toolbox) / median(alone),
                line(ratios));
    }

    private static String line(List<Double> values) {
        var all = new ArrayList<String>();
        values.forEach(it -> all.add(String.format(Locale.ROOT, "%.2f", it)));
        return String.format(Locale.ROOT, "%.2f (%s)", median(values), String.join(", ", all));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double pgDump(Path work, Program dump, DatabaseServer server)
            throws IOException, InterruptedException {
        var file = work.resolve("alone.dump");
        var pass = work.resolve("pgpass");
        Files.deleteIfExists(pass);
        Files.createFile(
                pass,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(pass, "*:*:*:*:" + server.password() + "\n");
        var builder =
                new ProcessBuilder(
                        dump.file().toString(),
                        "--format=custom",
                        "--file=" + file,
                        "--no-privileges",
                        "--schema=load",
                        "--host=localhost",
                        "--port=" + server.port(),
                        "--username=" + server.administrator(),
                        "load_db");
        builder.environment().put("PGPASSFILE", pass.toString());
        var seconds = timed(builder);
        Files.delete(file);
        return seconds;
    }

    private static double bulkhead(Path work, DatabaseServer server)
            throws IOException, InterruptedException {
        var pass = Files.writeString(work.resolve("password"), server.password());
        var into = work.resolve("backups");
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-Dbulkhead.root=" + work,
                        "-Dbulkhead.state=" + work.resolve("state"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.bulkhead.cli.Bulkhead",
                        "db",
                        "backup",
                        "load",
                        "--into=" + into,
                        "--postgres=postgresql://postgres@localhost:" + server.port() + "/",
                        "--postgres-password-file=" + pass);
        var seconds = timed(builder);
        try (var files = Files.list(into)) {
            for (var it : files.toList()) {
                Files.delete(it);
            }
        }
        return seconds;
    }

    private static double timed(ProcessBuilder builder) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        var process = builder.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
