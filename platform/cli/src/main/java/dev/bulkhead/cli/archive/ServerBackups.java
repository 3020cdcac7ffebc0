package dev.bulkhead.cli.archive;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.platform.DatabaseWork;
import dev.bulkhead.cli.platform.Ladder;
import dev.bulkhead.cli.process.Spawning;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.Archiving;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.PostgresServer.LocalFiles;
import dev.bulkhead.cli.server.ServerChoice;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.manifest.Backup;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.toolbox.archive.ServerArchive;
import dev.bulkhead.toolbox.archive.ServerBackup;
import dev.bulkhead.toolbox.archive.ServerFiles;
import dev.bulkhead.toolbox.archive.Verified;
import dev.bulkhead.toolbox.archive.Verifying;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Backups of a platform's servers as a whole. */
public final class ServerBackups {

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    private final Checkout checkout;
    private final Screen screen;
    private final DatabaseChoice choice;
    private final Optional<FilesHere> filesHere;

    /**
     * @param filesHere the files of the server that somebody else runs, if they are on this machine
     */
    public ServerBackups(
            Checkout checkout,
            Screen screen,
            DatabaseChoice choice,
            Optional<FilesHere> filesHere) {
        this.checkout = checkout;
        this.screen = screen;
        this.choice = choice;
        this.filesHere = filesHere;
    }

    /**
     * Takes a backup of each server.
     *
     * @param only one server or the service that has it to itself; empty for all of them
     */
    public int backup(String only, boolean full) {
        refuseWithoutArchive(only);
        return work().onServers((provisioning, servers) -> {
            for (var server : chosen(servers, only)) {
                backup(server, provisioning.manifest(), full);
            }
            return ExitCode.OK;
        });
    }

    /** Goes on until it is ended, with a backup whenever the manifest's schedule says. */
    public int onSchedule(String only) {
        refuseWithoutArchive(only);
        var schedule = new BackupSchedule(schedule());
        while (true) {
            var next = next(schedule, only);
            screen.say(
                    "Next: %s backup of %s at %s"
                            .formatted(
                                    next.full() ? "full" : "incremental",
                                    next.server(),
                                    next.at().truncatedTo(ChronoUnit.SECONDS)));
            sleepUntil(next.at());
            try {
                backup(next.server(), next.full());
            } catch (RuntimeException e) {
                screen.say("Failed, and tried again in 5 minutes: " + e.getMessage());
                sleepUntil(Instant.now().plus(AFTER_FAILURE));
            }
        }
    }

    private BackupSchedule.Due next(BackupSchedule schedule, String only) {
        var taken = backups(only);
        var stanzas = new LinkedHashMap<String, String>();
        work().onFiles((_, servers) -> {
            chosen(servers, only)
                    .forEach(it -> stanzas.put(it.name(), required(it).server().name()));
            return ExitCode.OK;
        });
        var now = Instant.now();
        return stanzas.entrySet().stream()
                .map(it ->
                        schedule.next(
                                it.getKey(),
                                taken.stream()
                                        .filter(backup -> backup.server().equals(it.getValue()))
                                        .toList(),
                                now))
                .min(Comparator.comparing(BackupSchedule.Due::at))
                .orElseThrow();
    }

    private Backup.Schedule schedule() {
        return new Ladder(checkout)
                .manifest(choice.isolation())
                .backup()
                .orElseThrow(this::notAskedFor)
                .schedule();
    }

    private static void sleepUntil(Instant moment) {
        while (Instant.now().isBefore(moment)) {
            LockSupport.parkUntil(moment.toEpochMilli());
            if (Thread.currentThread().isInterrupted()) {
                throw Mistake.failure("Interrupted.");
            }
        }
    }

    void backup(PostgresServer server, Manifest manifest, boolean full) {
        var at = reached(server);
        refuseUnarchived(server, at);
        var archive = archive(server, manifest);
        var step = screen.step("backup");
        step.doing(server.name());
        try {
            var backup = archive.backup(full, it -> step.doing(server.name() + ", " + it));
            step.done(
                    "%s %s, %s %s, %s stored"
                            .formatted(
                                    server.name(),
                                    backup.label(),
                                    backup.kind(),
                                    Sizes.of(backup.size()),
                                    Sizes.of(backup.stored())));
            if (backup.damaged()) {
                throw Mistake.failure(
                        "Pages with a wrong checksum were copied: the server's disk may be failing."
                                + " Keep the older backups, and see db verify-backup --server.");
            }
        } catch (RuntimeException e) {
            if (!(e instanceof Mistake)) {
                step.failed(server.name());
            }
            throw e;
        }
    }

    /** Every backup of every server, as a table; none where the manifest wants none. */
    public List<ServerBackup> backups(String only) {
        var found = new ArrayList<ServerBackup>();
        work().onFiles((manifest, servers) -> {
            if (manifest.backup().isPresent()) {
                for (var server : chosen(servers, only)) {
                    if (files(server).isPresent()) {
                        found.addAll(archive(server, manifest).backups());
                    }
                }
            }
            return ExitCode.OK;
        });
        return found;
    }

    /** The same as a person reads it. */
    public int list(String only) {
        var backups = backups(only);
        screen.say(
                backups.isEmpty()
                        ? "No server has been backed up; "
                                + choice.command("backup --server")
                                + " does."
                        : table(backups));
        return ExitCode.OK;
    }

    /** Beside other backups: nothing is said where there is none. */
    public void listIfAny() {
        var backups = backups("");
        if (!backups.isEmpty()) {
            screen.say("");
            screen.say(table(backups));
        }
    }

    private static String table(List<ServerBackup> backups) {
        var grid =
                Grid.under(
                        "SERVER",
                        "BACKUP",
                        "TYPE",
                        "ENDED",
                        "AGE",
                        "SIZE",
                        "STORED",
                        "LOG",
                        "VERIFIED");
        for (var it : backups) {
            grid.row(
                    it.server(),
                    it.label(),
                    it.kind() + (it.damaged() ? ", damaged" : ""),
                    it.stop().toString(),
                    Sizes.age(Duration.between(it.stop(), Instant.now())),
                    Sizes.of(it.size()),
                    Sizes.of(it.stored()),
                    it.firstWal()
                            + ".."
                            + it.lastWal().substring(Math.max(0, it.lastWal().length() - 8)),
                    it.verified()
                            .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                            .orElse("never"));
        }
        return grid.toString();
    }

    /** Restores the newest backup into a server made for it, and compares. */
    public int verify(String only) {
        refuseWithoutArchive(only);
        return work().onServers((provisioning, servers) -> {
            var good = true;
            for (var server : chosen(servers, only)) {
                good &= verify(server, provisioning.manifest());
            }
            return good ? ExitCode.OK : ExitCode.FAILURE;
        });
    }

    private boolean verify(PostgresServer server, Manifest manifest) {
        var at = reached(server);
        refuseUnarchived(server, at);
        var files = required(server);
        var step = screen.step("verify " + server.name());
        Verified verified;
        try {
            verified =
                    new Verifying(
                                    archive(server, manifest),
                                    files.home(),
                                    scratch(),
                                    Map.of("max_connections", maxConnections(at)))
                            .newest(Optional.of(at), at.password(), step::doing);
        } catch (RuntimeException e) {
            step.failed("not verified");
            throw e;
        }
        if (!verified.good()) {
            step.failed(verified.backup().label() + " cannot be relied on");
            verified.faults().forEach(it -> screen.say("     " + it));
            return false;
        }
        step.done(
                "%s: %d tables, %d rows; %d equal to the server's"
                        .formatted(
                                verified.backup().label(),
                                verified.tables(),
                                verified.rows(),
                                verified.equal()));
        verified.moving()
                .forEach(it ->
                        screen.say(
                                "     "
                                        + it
                                        + " was written to while it was counted: its rows can be"
                                        + " read, but were not compared."));
        screen.say(
                "     Restored in %s, verified in %s."
                        .formatted(
                                Screen.seconds(verified.restoring()),
                                Screen.seconds(verified.whole())));
        return true;
    }

    private Path scratch() {
        var folder = checkout.state().resolve("scratch");
        try {
            Files.createDirectories(folder);
            return folder;
        } catch (IOException e) {
            throw Mistake.failure("Cannot write to " + folder + ": " + e.getMessage());
        }
    }

    private static String maxConnections(DatabaseServer server) {
        return ask(server, "select setting from pg_settings where name = 'max_connections'");
    }

    private static String ask(DatabaseServer server, String query) {
        try (var connection = server.connect();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw server.refused(e, "postgres", server.administrator());
        }
    }

    /** pgBackRest's configuration for a server that is backed up where it runs. */
    public int printConfiguration(String only) {
        return work().onFiles((manifest, servers) -> {
            var backup = manifest.backup().orElseThrow(this::notAskedFor);
            for (var server : chosen(servers, only)) {
                var files =
                        files(server).map(LocalFiles::server).orElseGet(() -> somewhere(server));
                screen.say(
                        ServerArchive.shown(
                                backup, new Archiving(checkout, backup).repository(), files));
            }
            return ExitCode.OK;
        });
    }

    private ServerFiles somewhere(PostgresServer server) {
        var external = choice.servers().shared() instanceof ServerChoice.External it ? it : null;
        return new ServerFiles(
                server.name(),
                Path.of("/var/lib/postgresql/18/main"),
                Path.of("/var/run/postgresql"),
                external == null ? ServerChoice.DEFAULT_PORT : external.port(),
                external == null ? EmbeddedServer.ADMINISTRATOR : external.administrator(),
                18);
    }

    DatabaseWork work() {
        return new DatabaseWork(checkout, screen, choice);
    }

    /** Before a server is started for it. */
    void refuseWithoutArchive(String only) {
        work().onFiles((manifest, servers) -> {
            if (manifest.backup().isEmpty()) {
                throw notAskedFor();
            }
            for (var server : chosen(servers, only)) {
                required(server);
                archive(server, manifest); // pgBackRest is here, and new enough
            }
            return ExitCode.OK;
        });
    }

    private Mistake notAskedFor() {
        return Mistake.failure(
                "%s has no section \"backup\", so no server keeps an archive. Put one there (it stands as a comment in the repository's own platform.yaml), then ./bulkhead down and up."
                        .formatted(checkout.shown(checkout.manifest())));
    }

    private void refuseUnarchived(PostgresServer server, DatabaseServer at) {
        if (ask(at, "select setting from pg_settings where name = 'archive_mode'").equals("off")) {
            throw Mistake.failure(
                    "%s was started without an archive, before the manifest asked for backups: ./bulkhead down, then up."
                            .formatted(server.name()));
        }
    }

    List<PostgresServer> chosen(Servers servers, String only) {
        if (only.isEmpty()) {
            return servers.all();
        }
        var found =
                servers.all().stream()
                        .filter(it ->
                                it.name().equals(only)
                                        || it.name().equals(PostgresServer.nameOf(only)))
                        .toList();
        if (found.isEmpty()) {
            throw Mistake.usage(
                    "--server=%s: there is no such server; there are %s."
                            .formatted(
                                    only,
                                    String.join(
                                            ", ",
                                            servers.all().stream()
                                                    .map(PostgresServer::name)
                                                    .toList())));
        }
        return found;
    }

    private DatabaseServer reached(PostgresServer server) {
        return server.reachable()
                .orElseThrow(() -> Mistake.failure(server.name() + " does not run."))
                .server();
    }

    ServerArchive archive(PostgresServer server, Manifest manifest) {
        return Archiving.of(checkout, manifest)
                .orElseThrow(this::notAskedFor)
                .of(required(server).server(), password(server));
    }

    private String password(PostgresServer server) {
        return server.ours()
                ? new Secrets(checkout.secrets()).password(Servers.administratorFile(server.name()))
                : reached(server).password();
    }

    /** The server's files, which must be on this machine. */
    LocalFiles required(PostgresServer server) {
        return files(server)
                .orElseThrow(() ->
                        Mistake.failure(
                                "%s is a server that somebody else runs, and a whole server is backed up where its files are: run pgBackRest there, with what %s prints."
                                        .formatted(
                                                server.name(),
                                                choice.command("backup --server --print-config"))));
    }

    private Optional<LocalFiles> files(PostgresServer server) {
        return server.files().or(() -> filesHere.map(it -> foreign(server, it)));
    }

    private LocalFiles foreign(PostgresServer server, FilesHere here) {
        var version = version(here.data());
        var external = (ServerChoice.External) choice.servers().shared();
        return new LocalFiles(
                new ServerFiles(
                        server.name(),
                        here.data(),
                        here.socket(),
                        external.port(),
                        external.administrator(),
                        version),
                home(version),
                Map.of());
    }

    private static int version(Path data) {
        try {
            return Integer.parseInt(Files.readString(data.resolve("PG_VERSION")).strip());
        } catch (IOException | NumberFormatException e) {
            throw Mistake.failure("There are no data of a PostgreSQL server in " + data + ".");
        }
    }

    private static @Nullable Path home(int version) {
        var packaged = Path.of("/usr/lib/postgresql", String.valueOf(version));
        return Files.isExecutable(packaged.resolve("bin/postgres"))
                ? packaged
                : Spawning.onPath("postgres").map(it -> it.getParent().getParent()).orElse(null);
    }
}
