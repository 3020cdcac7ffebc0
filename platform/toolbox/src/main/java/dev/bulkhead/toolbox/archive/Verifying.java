package dev.bulkhead.toolbox.archive;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.embedded.Privileges;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Restores the newest backup into a server of its own and compares every table.
 *
 * <p>A physical backup belongs to no moment that anybody saw, so the server under it is asked now:
 * its tables are counted, a restore point is written to its log, and they are counted again. What
 * is the same before and after was so at the restore point, and must be so in a server that was
 * recovered to that point. What somebody wrote to meanwhile is tried again a few times.
 */
public final class Verifying {

    private static final int ROUNDS = 3;
    private static final Duration ARCHIVING = Duration.ofSeconds(90);
    private static final Duration RECOVERING = Duration.ofHours(12);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final ServerArchive archive;
    private final @Nullable Path home;
    private final Path scratch;
    private final Map<String, String> settings;

    /**
     * @param home where {@code bin/postgres} lies, or null for the embedded one
     * @param scratch gets a folder as large as the server's data for as long as it takes
     * @param settings without which the data cannot be recovered, such as {@code max_connections}
     */
    public Verifying(
            ServerArchive archive,
            @Nullable Path home,
            Path scratch,
            Map<String, String> settings) {
        this.archive = archive;
        this.home = home;
        this.scratch = scratch;
        this.settings = settings;
    }

    /**
     * @param source the server that was backed up, if it runs
     * @param password of the administrator
     */
    public Verified newest(
            Optional<DatabaseServer> source, String password, Consumer<String> progress) {
        var begun = System.nanoTime();
        var backup =
                archive.info()
                        .newest()
                        .orElseThrow(() ->
                                new ArchiveFailed(
                                        "There is no backup of %s to verify."
                                                .formatted(archive.server().name())));
        var faults = new ArrayList<>(archive.damages(progress));
        if (backup.damaged()) {
            faults.add("pages with a wrong checksum were found when it was taken");
        }
        var expected = source.map(it -> expect(it, progress));
        if (!faults.isEmpty()) {
            return new Verified(
                    backup,
                    0,
                    0,
                    0,
                    List.of(),
                    faults,
                    false,
                    Duration.ZERO,
                    Duration.ofNanos(System.nanoTime() - begun));
        }
        var restoring = System.nanoTime();
        try (var restored = restore(backup, expected, password, progress)) {
            var ready = Duration.ofNanos(System.nanoTime() - restoring);
            var server =
                    DatabaseServer.local(
                            restored.port(), archive.server().administrator(), password);
            faults.addAll(checkStructures(server, progress));
            var found = TableSum.ofServer(server::connect, progress);
            var equal = expected.map(it -> compare(it, found, faults)).orElse(0);
            if (faults.isEmpty()) {
                archive.remember(backup, Instant.now());
            }
            return new Verified(
                    backup,
                    found.size(),
                    found.values().stream().mapToLong(TableSum::rows).sum(),
                    equal,
                    expected.map(Expected::moving).orElse(List.of()),
                    faults,
                    expected.isPresent(),
                    ready,
                    Duration.ofNanos(System.nanoTime() - begun));
        } catch (SQLException e) {
            throw new ArchiveFailed("The restored server cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param point the restore point's name
     * @param tables what is the same before and after it
     * @param moving what is not
     */
    private record Expected(String point, Map<String, TableSum> tables, List<String> moving) {}

    private Expected expect(DatabaseServer source, Consumer<String> progress) {
        try {
            Expected best = null;
            for (var round = 1; round <= ROUNDS; round++) {
                var before = TableSum.ofServer(source::connect, progress);
                var point = "bulkhead_verify_" + System.currentTimeMillis();
                String segment;
                try (var connection = source.connect()) {
                    segment = markAndSwitch(connection, point);
                }
                var after = TableSum.ofServer(source::connect, progress);
                var one = same(point, before, after);
                if (best == null || one.moving().size() < best.moving().size()) {
                    best = one;
                    progress.accept("waiting for the archive");
                    try (var connection = source.connect()) {
                        Wal.waitForArchived(connection, segment, ARCHIVING);
                    }
                }
                if (best.moving().isEmpty()) {
                    break;
                }
            }
            return best;
        } catch (SQLException e) {
            throw new ArchiveFailed(
                    "%s cannot be compared: %s".formatted(archive.server().name(), e.getMessage()),
                    e);
        }
    }

    private static String markAndSwitch(Connection connection, String point) throws SQLException {
        try (var statement = connection.prepareStatement("select pg_create_restore_point(?)")) {
            statement.setString(1, point);
            statement.executeQuery();
        }
        return Wal.switchSegment(connection);
    }

    private static Expected same(
            String point, Map<String, TableSum> before, Map<String, TableSum> after) {
        var same = new TreeMap<String, TableSum>();
        var moving = new ArrayList<String>();
        after.forEach((table, sum) -> {
            if (sum.equals(before.get(table))) {
                same.put(table, sum);
            } else {
                moving.add(table);
            }
        });
        before.keySet().stream().filter(it -> !after.containsKey(it)).forEach(moving::add);
        return new Expected(point, same, moving);
    }

    private static int compare(
            Expected expected, Map<String, TableSum> found, List<String> faults) {
        var equal = 0;
        for (var it : expected.tables().entrySet()) {
            var there = found.get(it.getKey());
            if (there == null) {
                faults.add(it.getKey() + " is missing");
            } else if (!there.equals(it.getValue())) {
                faults.add(
                        "%s has %d rows, and not the same %d as the server"
                                .formatted(it.getKey(), there.rows(), it.getValue().rows()));
            } else {
                equal++;
            }
        }
        return equal;
    }

    private EmbeddedServer restore(
            ServerBackup backup,
            Optional<Expected> expected,
            String password,
            Consumer<String> progress) {
        var builder = EmbeddedServer.throwaway(scratch).administratorPassword(password);
        if (home != null) {
            builder.installedIn(home);
        }
        settings.forEach(builder::setting);
        builder.setting("wal_level", "replica")
                .setting("max_wal_senders", "10")
                .setting("archive_mode", "off");
        var data = builder.folder().resolve("data");
        try {
            Files.createDirectories(builder.folder());
            Privileges.here().handOver(builder.folder());
            progress.accept("restoring");
            var target =
                    expected.map(it ->
                                    List.of(
                                            "--type=name",
                                            "--target=" + it.point(),
                                            "--target-action=promote"))
                            .orElse(List.of("--type=immediate", "--target-action=promote"));
            archive.restoreFiles(backup, data, target, progress);
            accessOnly(data, archive.server().administrator());
        } catch (IOException e) {
            throw new ArchiveFailed("Cannot restore into " + builder.folder() + ": " + e, e);
        }
        progress.accept("recovering");
        var server = builder.start();
        waitUntilPromoted(server, password, progress);
        return server;
    }

    /** Whatever the backup says: the administrator from this machine, and nobody else. */
    private static void accessOnly(Path data, String administrator) throws IOException {
        Files.writeString(data.resolve("postgresql.conf"), "include_if_exists = 'bulkhead.conf'\n");
        Files.writeString(
                data.resolve("pg_hba.conf"),
                """
                host all "%1$s" 127.0.0.1/32 scram-sha-256
                host all "%1$s" ::1/128 scram-sha-256
                """
                        .formatted(administrator));
    }

    private void waitUntilPromoted(
            EmbeddedServer server, String password, Consumer<String> progress) {
        var at = DatabaseServer.local(server.port(), archive.server().administrator(), password);
        var end = System.nanoTime() + RECOVERING.toNanos();
        while (System.nanoTime() < end && server.isRunning()) {
            try (var connection = at.connect()) {
                if (!Wal.inRecovery(connection)) {
                    return;
                }
                progress.accept("recovering, at " + Wal.replayed(connection));
            } catch (SQLException e) {
                throw new ArchiveFailed("The restored server does not answer: " + e, e);
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        throw new ArchiveFailed(
                "The restored server did not come out of recovery; see " + server.log() + ".");
    }

    /** PostgreSQL's own check of what tables and indexes look like inside. */
    private static List<String> checkStructures(DatabaseServer server, Consumer<String> progress)
            throws SQLException {
        var faults = new ArrayList<String>();
        for (var database : TableSum.databases(server::connect)) {
            progress.accept("checking the structure of " + database);
            try (var connection = server.connect(database);
                    var statement = connection.createStatement()) {
                statement.execute("create extension if not exists amcheck");
                try (var rows =
                        statement.executeQuery(
                                """
                                select c.oid::regclass || ': ' || v.msg
                                from pg_class c, lateral verify_heapam(c.oid) v
                                where c.relkind in ('r', 't') and c.relpersistence = 'p'
                                """)) {
                    while (rows.next()) {
                        faults.add(database + " " + rows.getString(1));
                    }
                }
                statement.execute(
                        """
                        select bt_index_check(i.indexrelid, true)
                        from pg_index i
                          join pg_class c on c.oid = i.indexrelid
                          join pg_am a on a.oid = c.relam
                        where a.amname = 'btree' and c.relkind = 'i' and i.indisvalid
                          and c.relpersistence = 'p'
                        """);
            } catch (SQLException e) {
                faults.add(database + ": " + e.getMessage());
            }
        }
        return faults;
    }
}
