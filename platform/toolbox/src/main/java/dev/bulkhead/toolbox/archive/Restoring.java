package dev.bulkhead.toolbox.archive;

import dev.bulkhead.embedded.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes a server back to an earlier moment, or to the last one that its archive holds.
 *
 * <p>The new data are made beside the old ones while the server goes on; then it stops, two renames
 * put the old data aside and the new ones in place, and it starts and recovers. Whatever ends this
 * half-way, the folders say how far it came, and running it again does the rest.
 */
public final class Restoring {

    private static final String FRESH = "data.restored";
    static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TARGET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    private static final Pattern LAST_COMMIT =
            Pattern.compile("last completed transaction was at log time (.+)");
    private static final Duration ARCHIVING = Duration.ofSeconds(90);
    private static final Duration RECOVERING = Duration.ofHours(12);
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final ServerArchive archive;
    private final Optional<ServerControl> control;

    /**
     * @param control of the server; empty where it is stopped, and recovers when somebody else
     *     starts it
     */
    public Restoring(ServerArchive archive, Optional<ServerControl> control) {
        this.archive = archive;
        this.control = control;
    }

    /**
     * Finds the backup to begin with and refuses what cannot be; changes nothing.
     *
     * @throws ArchiveFailed with the range that can be restored
     */
    public ServerBackup plan(Moment moment) {
        var info = archive.info();
        if (info.backups().isEmpty()) {
            throw new ArchiveFailed(
                    "There is no backup of %s to restore from.".formatted(archive.server().name()));
        }
        var time = moment.time();
        if (time.isEmpty()) {
            return info.newest().orElseThrow();
        }
        var first = info.backups().getFirst().stop();
        if (time.get().isAfter(Instant.now())) {
            throw new ArchiveFailed(
                    "%s has not come yet; %s can be restored to any moment from %s on."
                            .formatted(time.get(), archive.server().name(), first));
        }
        return info.backups().stream()
                .filter(it -> it.stop().isBefore(time.get()))
                .reduce((_, last) -> last)
                .orElseThrow(() ->
                        new ArchiveFailed(
                                "%s is before the end of the first backup; %s can be restored to any moment from %s to now."
                                        .formatted(time.get(), archive.server().name(), first)));
    }

    public Restored to(Moment moment, Consumer<String> progress) {
        var backup = plan(moment);
        var data = archive.server().data();
        var fresh = data.resolveSibling(FRESH);
        try {
            var timeline = closeLog(progress);
            progress.accept("restoring");
            delete(fresh);
            archive.restoreFiles(backup, fresh, target(moment), progress);
            var stopped = System.nanoTime();
            progress.accept("stopping the server");
            control.ifPresent(ServerControl::stop);
            if (control.isEmpty()) {
                refuseWhileRunning(data);
            }
            if (moment.time().isEmpty()) {
                saveLog(data, fresh);
            }
            var aside = exchange(data, fresh);
            var lastCommit = control.flatMap(it -> recover(it, aside, timeline, progress));
            return new Restored(
                    backup, aside, lastCommit, Duration.ofNanos(System.nanoTime() - stopped));
        } catch (IOException | SQLException e) {
            throw new ArchiveFailed(
                    "The restore of %s failed: %s"
                            .formatted(archive.server().name(), e.getMessage()),
                    e);
        }
    }

    /** The data that restores have put aside, oldest first. */
    public static List<Path> aside(Path data) {
        var parent = data.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        try (var folders = Files.newDirectoryStream(parent, EmbeddedServer.PUT_ASIDE + "*")) {
            var found = new ArrayList<Path>();
            folders.forEach(found::add);
            found.sort(null);
            return found;
        } catch (IOException e) {
            throw new ArchiveFailed("Cannot list " + parent + ": " + e, e);
        }
    }

    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new ArchiveFailed("Cannot delete " + folder + ": " + e, e);
        }
    }

    /**
     * Has everything archived that was committed so far, and a commit after it: recovery to a
     * moment stops at the first commit that is later, and fails when there is none.
     *
     * @return the server's timeline, if it runs
     */
    private Optional<Integer> closeLog(Consumer<String> progress) throws SQLException {
        var connection = control.flatMap(ServerControl::connect).or(this::startIfPossible);
        if (connection.isEmpty()) {
            return Optional.empty();
        }
        try (var open = connection.get()) {
            progress.accept("archiving the log");
            var timeline = Wal.timeline(open);
            Wal.mark(open);
            Wal.waitForArchived(open, Wal.switchSegment(open), ARCHIVING);
            return Optional.of(timeline);
        }
    }

    /** One that was stopped, or died, has the end of its log yet to archive. */
    private Optional<Connection> startIfPossible() {
        if (control.isEmpty() || !Files.isDirectory(archive.server().data())) {
            return Optional.empty();
        }
        try {
            control.get().start();
            return control.get().connect();
        } catch (RuntimeException e) {
            return Optional.empty(); // its data are damaged: the archive has to do
        }
    }

    private List<String> target(Moment moment) {
        var options = new ArrayList<String>();
        // pgBackRest puts it between quotes as it is
        options.add(
                "--recovery-option=restore_command=" + archive.restoreCommand().replace("'", "''"));
        moment.time()
                .ifPresent(time -> {
                    options.add("--type=time");
                    options.add("--target=" + TARGET.format(time));
                    options.add("--target-action=promote");
                    archive.memory()
                            .timelineAt(time)
                            .ifPresent(it -> options.add("--target-timeline=" + it));
                });
        return options;
    }

    private static void refuseWhileRunning(Path data) {
        if (Files.exists(data.resolve("postmaster.pid"))) {
            throw new ArchiveFailed(
                    "The server on %s still runs, or crashed and was not started since: stop it first, or, if you are sure that it is gone, delete postmaster.pid there."
                            .formatted(data));
        }
    }

    /** A server that died had no time to archive the end of its log. */
    private static void saveLog(Path data, Path fresh) throws IOException {
        if (!Files.isDirectory(data.resolve("pg_wal"))) {
            return;
        }
        try (Stream<Path> segments = Files.list(data.resolve("pg_wal"))) {
            for (var it : segments.toList()) {
                if (SEGMENT.matcher(it.getFileName().toString()).matches()) {
                    Files.copy(
                            it,
                            fresh.resolve("pg_wal").resolve(it.getFileName()),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static Optional<Path> exchange(Path data, Path fresh) throws IOException {
        Optional<Path> aside = Optional.empty();
        if (Files.isDirectory(data)) {
            aside = Optional.of(unused(data));
            Files.move(data, aside.get(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        return aside;
    }

    /** Of two restores in one second the later is named after the next one. */
    private static Path unused(Path data) {
        for (var at = Instant.now(); ; at = at.plusSeconds(1)) {
            var aside = data.resolveSibling(EmbeddedServer.PUT_ASIDE + STAMP.format(at));
            if (!Files.exists(aside)) {
                return aside;
            }
        }
    }

    private Optional<Instant> recover(
            ServerControl server,
            Optional<Path> aside,
            Optional<Integer> before,
            Consumer<String> progress) {
        progress.accept("recovering");
        try {
            server.start();
            var end = System.nanoTime() + RECOVERING.toNanos();
            while (System.nanoTime() < end) {
                try (var connection =
                        server.connect()
                                .orElseThrow(() -> new ArchiveFailed("The server ended."))) {
                    if (!Wal.inRecovery(connection)) {
                        remember(connection, before);
                        return Wal.lastReplayed(connection);
                    }
                    progress.accept("recovering, at " + Wal.replayed(connection));
                } catch (SQLException e) {
                    throw new ArchiveFailed("The server does not answer: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(GLANCE.toNanos());
            }
            throw new ArchiveFailed("The server did not come out of recovery.");
        } catch (RuntimeException e) {
            goBack(server, aside);
            throw notRecovered(server.lastWords(), e);
        }
    }

    private void remember(Connection connection, Optional<Integer> before) throws SQLException {
        if (before.isPresent()) {
            archive.memory().restored(Instant.now(), before.get(), Wal.timeline(connection));
        }
    }

    /** The old data are whole: with them the server is what it was. */
    private void goBack(ServerControl server, Optional<Path> aside) {
        if (aside.isEmpty()) {
            return;
        }
        try {
            server.stop();
            var data = archive.server().data();
            delete(data.resolveSibling(FRESH));
            Files.move(data, data.resolveSibling(FRESH), StandardCopyOption.ATOMIC_MOVE);
            Files.move(aside.get(), data, StandardCopyOption.ATOMIC_MOVE);
            server.start();
            delete(data.resolveSibling(FRESH));
        } catch (IOException e) {
            throw new ArchiveFailed(
                    "The restored data cannot be recovered, and the old ones in %s cannot be put back: %s"
                            .formatted(aside.get(), e),
                    e);
        }
    }

    private ArchiveFailed notRecovered(String log, RuntimeException e) {
        var last = LAST_COMMIT.matcher(log);
        var until = "";
        while (last.find()) {
            until = last.group(1);
        }
        return log.contains("before configured recovery target was reached")
                ? new ArchiveFailed(
                        "The archive of %s ends before that moment%s; the server is what it was. Say --to latest for all that there is."
                                .formatted(
                                        archive.server().name(),
                                        until.isEmpty() ? "" : ", its last commit is of " + until),
                        e)
                : new ArchiveFailed(
                        "%s could not be recovered, and is what it was: %s"
                                .formatted(archive.server().name(), e.getMessage()),
                        e);
    }
}
