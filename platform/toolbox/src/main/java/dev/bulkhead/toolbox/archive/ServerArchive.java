package dev.bulkhead.toolbox.archive;

import dev.bulkhead.embedded.Privileges;
import dev.bulkhead.provisioning.manifest.Backup;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The backups and the archived log of one server.
 *
 * <p>Its configuration, with the passphrase and the bucket's keys, lies in files that only the
 * platform's own user may read; neither a command line nor a setting of PostgreSQL holds a secret.
 */
public final class ServerArchive {

    /** At most this much of what was committed is lost with the server's disk. */
    private static final Duration ARCHIVE_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration GLANCE = Duration.ofMillis(500);

    private final PgBackRest program;
    private final Path folder;
    private final Configuration configuration;
    private final Secrets secrets;
    private final ServerFiles server;
    private final Running running;
    private final Memory memory;

    /**
     * @param folder where the configuration is written
     * @param repository where the backups go unless the manifest says otherwise
     */
    public ServerArchive(
            PgBackRest program,
            Backup backup,
            Path folder,
            Path repository,
            Secrets secrets,
            ServerFiles server) {
        this.program = program.refuseUnlessItKnows(server.version());
        this.folder = folder;
        this.configuration = new Configuration(backup, repository, folder.resolve("lock"));
        this.secrets = secrets;
        this.server = server;
        this.running =
                new Running(
                        program,
                        folder.resolve(server.name() + ".conf"),
                        folder.resolve(server.name() + ".pgpass"),
                        server.name());
        this.memory = new Memory(folder.resolve(server.name() + ".json"));
    }

    /** pgBackRest's configuration for people: what is secret is left out. */
    public static String shown(Backup backup, Path repository, ServerFiles server) {
        return new Configuration(backup, repository, Path.of("/tmp/pgbackrest")).shown(server);
    }

    /**
     * The names of the secrets that a server's archive needs: the passphrase is made when it is
     * missing, a bucket's keys are somebody else's to give.
     */
    public static List<String> secrets(Backup backup, Secrets secrets) {
        var names = new ArrayList<String>();
        if (backup.encryption()) {
            names.add(Configuration.PASSPHRASE);
        }
        if (backup.repository() instanceof Backup.Repository.S3) {
            Stream.of(Configuration.S3_KEY, Configuration.S3_KEY_SECRET)
                    .filter(secrets::has)
                    .forEach(names::add);
        }
        return names;
    }

    public ServerFiles server() {
        return server;
    }

    /** Writes pgBackRest's configuration, for this user only. */
    public void configure(String administratorPassword) {
        try {
            for (var it : List.of(folder, folder.resolve("lock"), server.socket())) {
                makePrivate(it);
            }
            if (configuration.inFolder()) {
                makePrivate(configuration.folder());
            }
            write(running.config(), configuration.text(server, secrets));
            write(
                    running.passwords(),
                    "*:*:*:%s:%s\n"
                            .formatted(
                                    server.administrator(),
                                    administratorPassword
                                            .replace("\\", "\\\\")
                                            .replace(":", "\\:")));
        } catch (IOException e) {
            throw new ArchiveFailed("Backups cannot be configured in " + folder + ": " + e, e);
        }
    }

    /** Only what is not there yet: a folder of somebody's, such as a volume, keeps its mode. */
    private static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            Privileges.here().handOver(folder);
        }
    }

    private static void write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        var draft =
                Files.createTempFile(
                        file.getParent(),
                        ".new-",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text);
        Privileges.here().handOver(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The settings of a server that keeps an archive; they need a restart. */
    public Map<String, String> settings() {
        return Map.of(
                "archive_mode",
                "on",
                "archive_command",
                running.forShell("archive-push %p"),
                "archive_timeout",
                ARCHIVE_TIMEOUT.toSeconds() + "s",
                "unix_socket_directories",
                server.socket().toString(),
                "unix_socket_permissions",
                "0700");
    }

    /** Gives the running server its place in the repository; until then nothing is archived. */
    public void begin() {
        running.run(List.of("stanza-create"), _ -> {});
    }

    /** What restores a segment of the log, wherever the data lie by then. */
    String restoreCommand() {
        return running.forShell("archive-get %f \"%p\"");
    }

    /** Every backup, oldest first; none where none was taken. */
    public List<ServerBackup> backups() {
        return info().backups();
    }

    Info info() {
        var json = running.run(List.of("--output=json", "info"), _ -> {});
        return Info.parse(
                json.stream().filter(it -> it.startsWith("[")).findFirst().orElse("[]"),
                server.name(),
                memory::verified);
    }

    /**
     * Takes a backup of the running server, removes what the manifest does not keep any longer, and
     * says what became of it. Another one that is under way is waited for; what an interrupted one
     * has copied already is used.
     *
     * @param full whether everything is copied; else what changed since the last backup, unless
     *     there is none
     */
    public ServerBackup backup(boolean full, Consumer<String> progress) {
        progress.accept("looking at the repository");
        var before = info();
        if (!before.exists()) {
            begin();
        }
        var type = full || before.backups().isEmpty() ? "full" : "incr";
        waitForTurn(List.of("--type=" + type, "backup"), progress, progress);
        return info().newest()
                .orElseThrow(() -> new ArchiveFailed("pgBackRest kept no backup it had taken."));
    }

    private void waitForTurn(
            List<String> arguments, Consumer<String> progress, Consumer<String> percent) {
        while (!running.runUnlessLocked(arguments, percent)) {
            progress.accept("waiting for another backup to end");
            LockSupport.parkNanos(GLANCE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new ArchiveFailed("Interrupted while another backup was waited for.");
            }
        }
    }

    /** Reads the whole repository and compares checksums; returns what is damaged. */
    List<String> damages(Consumer<String> progress) {
        progress.accept("reading the repository");
        var said = running.run(List.of("verify"), progress);
        if (said.stream().noneMatch(it -> it.strip().equals("status: error"))) {
            return List.of();
        }
        return said.stream()
                .filter(it -> it.contains("invalid checksum") || it.contains("missing"))
                .map(it -> it.replaceFirst("^.*?INFO: ", ""))
                .toList();
    }

    /** Puts the files of a backup into a folder, ready to recover. */
    void restoreFiles(
            ServerBackup backup, Path into, List<String> target, Consumer<String> progress) {
        var arguments = new ArrayList<>(List.of("--pg1-path=" + into, "--set=" + backup.label()));
        arguments.addAll(target);
        arguments.add("restore");
        running.run(arguments, progress);
    }

    Memory memory() {
        return memory;
    }

    void remember(ServerBackup backup, Instant verified) {
        memory.verified(backup.label(), verified, backups());
    }
}
