package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.program.ClientPrograms;
import dev.bulkhead.toolbox.program.Login;
import dev.bulkhead.toolbox.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Writes what one service has into a file: {@code pg_dump}'s custom format, and beside it what must
 * be in it. Both are of one moment: the tables are added up in the snapshot that the dump reads,
 * while it reads.
 *
 * <p>The administrator dumps: row-level security that is forced hides rows even from the tables'
 * owner. Roles and grants are not in it, because the provisioner makes them; large objects are not,
 * because services have none.
 */
public final class BackingUp {

    private static final Pattern DUMPING =
            Pattern.compile("dumping contents of table \"?([^\"]+?)\"?$");
    private static final long GLANCE_MILLIS = 500;

    private final Provisioning provisioning;
    private final ClientPrograms programs;
    private final InstantSource clock;

    public BackingUp(Provisioning provisioning, ClientPrograms programs, InstantSource clock) {
        this.provisioning = provisioning;
        this.programs = programs;
        this.clock = clock;
    }

    /**
     * The programs that a service's server asks for.
     *
     * @throws dev.bulkhead.toolbox.program.ProgramFailed if one is missing or too old
     */
    public void requirePrograms(ServiceDatabase place) {
        tools(provisioning.server(place));
    }

    private record Tools(Program dump, Program restore, Compression compression) {}

    private Tools tools(DatabaseServer server) {
        try (var connection = server.connect()) {
            var major = connection.getMetaData().getDatabaseMajorVersion();
            var dump = programs.find("pg_dump", major);
            return new Tools(dump, programs.find("pg_restore", dump.major()), Compression.of(dump));
        } catch (SQLException e) {
            throw server.refused(e, "its version", server.administrator());
        }
    }

    /**
     * Backs one service up.
     *
     * @throws BackupFailed if there is nothing to back up, or it is being backed up already
     */
    public StoredBackup run(ServiceDatabase place, BackupFolder folder, Progress progress) {
        var server = provisioning.server(place);
        var tools = tools(server);
        try (var connection = server.connect(place.database())) {
            var belongings = new Belongings(place);
            alone(connection, place);
            Sql.run(
                    connection,
                    "set idle_in_transaction_session_timeout = 0",
                    "begin isolation level repeatable read read only");
            if (belongings.tables(connection).isEmpty()) {
                throw new BackupFailed(
                        "%s has no tables in %s yet, so there is nothing to back up."
                                .formatted(place.service().name(), place.database()));
            }
            return run(place, belongings, connection, tools, folder, progress);
        } catch (SQLException e) {
            throw failed(place, e.getMessage(), e);
        }
    }

    private static String application(ServiceDatabase place) {
        return "bulkhead-backup-" + place.service().name();
    }

    /**
     * Keeps a second backup of the same service away, and ends what a killed one left at work. The
     * server takes the lock back when its holder dies.
     */
    private static void alone(Connection connection, ServiceDatabase place) throws SQLException {
        var taken =
                Query.rows(
                                connection,
                                it -> it.getBoolean(1),
                                "select pg_try_advisory_lock(hashtextextended(?, 0))",
                                application(place))
                        .getFirst();
        if (!taken) {
            throw new BackupFailed(
                    "%s is being backed up in another terminal.".formatted(place.service().name()));
        }
        Query.rows(
                connection,
                it -> it.getBoolean(1),
                """
                select pg_terminate_backend(pid, 5000) from pg_stat_activity
                 where datname = current_database() and application_name = ?
                """,
                application(place));
    }

    private StoredBackup run(
            ServiceDatabase place,
            Belongings belongings,
            Connection connection,
            Tools tools,
            BackupFolder folder,
            Progress progress)
            throws SQLException {
        var taken = clock.instant();
        var snapshot =
                Query.rows(connection, it -> it.getString(1), "select pg_export_snapshot()")
                        .getFirst();
        var facts = Facts.of(place, belongings, connection);
        try (var part =
                        folder.begin(
                                provisioning.manifest().platform(), place.service().name(), taken);
                var watcher =
                        Executors.newSingleThreadScheduledExecutor(
                                Thread.ofPlatform().daemon().factory())) {
            var watch = new Watch(part.file(), progress, facts.tables().size());
            watcher.scheduleAtFixedRate(
                    watch::tell, GLANCE_MILLIS, GLANCE_MILLIS, TimeUnit.MILLISECONDS);
            var sums = sums(connection, facts.tables(), watch);
            dump(place, facts, snapshot, tools.dump(), tools.compression(), part.file(), watch);
            var tables = joined(sums);
            watcher.shutdownNow();
            progress.at("checking what was written");
            tools.restore().with(List.of("--list", part.file().toString())).run();
            return part.complete(
                    new Backup(
                            Backup.FORMAT,
                            provisioning.manifest().platform(),
                            place.service().name(),
                            place.isolation().word(),
                            facts.serverVersion(),
                            connection.getMetaData().getDatabaseMajorVersion(),
                            place.database(),
                            place.schema(),
                            place.api(),
                            place.prefix(),
                            facts.roles(),
                            facts.migration(),
                            tables,
                            facts.sequences(),
                            facts.bytes(),
                            tools.dump().toString(),
                            tools.dump().major(),
                            tools.compression().word(),
                            taken,
                            clock.instant(),
                            Files.size(part.file()),
                            StoredBackup.sha256(part.file(), _ -> {}),
                            null));
        } catch (IOException e) {
            throw failed(place, e.getMessage(), e);
        }
    }

    /** What the snapshot knows beside the rows. */
    private record Facts(
            String serverVersion,
            List<Belongings.Table> tables,
            List<Belongings.Table> others,
            List<String> roles,
            String migration,
            Map<String, Long> sequences,
            long bytes) {

        static Facts of(ServiceDatabase place, Belongings belongings, Connection connection)
                throws SQLException {
            return new Facts(
                    Query.rows(connection, it -> it.getString(1), "show server_version").getFirst(),
                    belongings.tables(connection),
                    belongings.others(connection),
                    belongings.roles(connection),
                    belongings.migration(connection).orElse(""),
                    belongings.sequences(connection),
                    Query.rows(
                                    connection,
                                    it -> it.getLong(1),
                                    "select pg_database_size(current_database())")
                            .getFirst());
        }
    }

    private static CompletableFuture<List<TableSum>> sums(
            Connection connection, List<Belongings.Table> tables, Watch watch) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        var checksums = new Checksums(connection);
                        var sums = new ArrayList<TableSum>();
                        for (var it : tables) {
                            sums.add(checksums.of(it.schema(), it.name()));
                            watch.summed = sums.size();
                        }
                        return sums;
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                it -> Thread.ofPlatform().daemon().start(it));
    }

    private static List<TableSum> joined(CompletableFuture<List<TableSum>> sums)
            throws SQLException {
        try {
            return sums.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void dump(
            ServiceDatabase place,
            Facts facts,
            String snapshot,
            Program dump,
            Compression compression,
            Path file,
            Watch watch) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--format=custom",
                                "--file=" + file,
                                "--snapshot=" + snapshot,
                                "--lock-wait-timeout=60s",
                                "--no-privileges",
                                "--no-publications",
                                "--no-subscriptions",
                                "--no-security-labels",
                                "--no-password",
                                "--verbose"));
        arguments.addAll(compression.arguments());
        new Belongings(place).schemas().forEach(it -> arguments.add("--schema=" + Sql.name(it)));
        facts.others().forEach(it -> arguments.add("--exclude-table=" + pattern(it)));
        dump.with(arguments)
                .as(
                        Login.administrator(
                                provisioning.server(place), place.database(), application(place)))
                .hearing(watch::hear)
                .run();
    }

    private static String pattern(Belongings.Table table) {
        return Sql.name(table.schema()) + "." + Sql.name(table.name());
    }

    private static BackupFailed failed(
            ServiceDatabase place, @org.jspecify.annotations.Nullable String why, Exception cause) {
        return new BackupFailed(
                "%s could not be backed up: %s".formatted(place.service().name(), why), cause);
    }

    /** Puts together what is under way. */
    private static final class Watch {

        private final Path file;
        private final Progress progress;
        private final int tables;
        private final Instant begun = Instant.now();
        private volatile String table = "";
        private volatile int summed;

        Watch(Path file, Progress progress, int tables) {
            this.file = file;
            this.progress = progress;
            this.tables = tables;
        }

        void hear(String line) {
            var found = DUMPING.matcher(line);
            if (found.find()) {
                table = found.group(1);
            }
        }

        void tell() {
            try {
                var bytes = Files.size(file);
                var seconds =
                        Math.max(
                                0.001,
                                (Instant.now().toEpochMilli() - begun.toEpochMilli()) / 1000.0);
                progress.at(
                        String.format(
                                Locale.ROOT,
                                "%s, %s written (%s/s), %d of %d tables added up",
                                table.isEmpty() ? "reading the schema" : table,
                                Progress.bytes(bytes),
                                Progress.bytes((long) (bytes / seconds)),
                                summed,
                                tables));
            } catch (IOException e) {
                // it has just got its name
            }
        }
    }
}
