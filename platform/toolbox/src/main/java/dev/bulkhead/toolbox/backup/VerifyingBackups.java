package dev.bulkhead.toolbox.backup;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.plan.Planner;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.toolbox.program.ClientPrograms;
import dev.bulkhead.toolbox.program.Login;
import dev.bulkhead.toolbox.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Restores backups to a server made for it, which is gone afterwards however this ends, and holds
 * what comes out against what was put in. No other server is needed, nor reached.
 */
public final class VerifyingBackups {

    private static final String DATABASE = "verified_backup";
    private static final String APPLICATION = "bulkhead-verify";

    private final ClientPrograms programs;
    private final InstantSource clock;

    public VerifyingBackups(ClientPrograms programs, InstantSource clock) {
        this.programs = programs;
        this.clock = clock;
    }

    /**
     * Restores one and compares it. When it holds, that is noted beside the dump.
     *
     * @param place of its service, for the shape of what it holds
     * @throws BackupFailed if the file is damaged or cannot be restored at all
     */
    public Verified run(ServiceDatabase place, StoredBackup stored, int jobs, Progress progress) {
        var backup = stored.backup();
        var archive = new Archive(stored, programs.find("pg_restore", backup.toolMajor()));
        stored.check(read ->
                progress.at(
                        "checking the file, %s of %s"
                                .formatted(Progress.bytes(read), Progress.bytes(backup.bytes()))));
        archive.contents();
        progress.at("starting a server for it");
        var password = Secrets.random();
        try (var scratch = start(backup, password)) {
            var server =
                    DatabaseServer.local(scratch.port(), EmbeddedServer.ADMINISTRATOR, password);
            var begun = System.nanoTime();
            var major = prepare(server, backup);
            archive.into(
                    Login.administrator(server, DATABASE, APPLICATION),
                    jobs,
                    major,
                    new ProgressOfRestore(backup.tables().size(), progress));
            List<String> differences;
            try (var connection = server.connect(DATABASE)) {
                differences =
                        Comparison.of(
                                connection,
                                backup,
                                place.draft(DATABASE, backup.schema(), backup.api()),
                                progress);
            }
            var taken = Duration.ofNanos(System.nanoTime() - begun);
            return new Verified(
                    differences.isEmpty() ? stored.verifiedAt(clock.instant()) : stored,
                    differences,
                    taken,
                    "PostgreSQL " + major);
        } catch (SQLException e) {
            throw new BackupFailed(
                    "%s could not be restored: %s".formatted(stored.file(), e.getMessage()), e);
        }
    }

    /** The version that was backed up where it is installed, else the embedded one. */
    private EmbeddedServer start(Backup backup, String password) {
        var builder =
                EmbeddedServer.throwaway()
                        .administratorPassword(password)
                        .setting("max_wal_size", "4GB");
        installed(backup.serverMajor()).ifPresent(builder::installedIn);
        return builder.start();
    }

    private Optional<Path> installed(int major) {
        return programs.all("pg_restore").stream()
                .filter(it -> it.major() == major)
                .map(Program::folder)
                .filter(it -> Files.isExecutable(it.resolve("postgres")))
                .filter(it -> Files.isExecutable(it.resolve("initdb")))
                .map(it -> Objects.requireNonNull(it.getParent()))
                .findFirst();
    }

    private static int prepare(DatabaseServer server, Backup backup) throws SQLException {
        try (var connection = server.connect()) {
            var major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < backup.serverMajor()) {
                throw new BackupFailed(
                        "The backup is of PostgreSQL %d, and this machine has only %d to try it on."
                                .formatted(backup.serverMajor(), major));
            }
            for (var role : backup.roles()) {
                Sql.run(connection, "create role " + Sql.name(role));
            }
            Sql.run(connection, Planner.newDatabase(DATABASE, major, -1));
            try (var inside = server.connect(DATABASE)) {
                Sql.run(inside, "create schema " + Sql.name(backup.schema()));
                if (!backup.api().isEmpty()) {
                    Sql.run(inside, "create schema " + Sql.name(backup.api()));
                }
            }
            return major;
        }
    }
}
