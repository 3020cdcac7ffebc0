package dev.bulkhead.toolbox.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.embedded.FreePorts;
import dev.bulkhead.provisioning.manifest.Backup;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server of this machine's own PostgreSQL, with an archive; what a test needs of one. */
final class InstalledServer implements ServerControl, AutoCloseable {

    static final String PASSWORD = "administrators-password";

    final Path folder;
    final Secrets secrets;
    final int port;
    private final Path home;
    private final PgBackRest program;
    private @Nullable EmbeddedServer running;

    private InstalledServer(Path folder, Path home, PgBackRest program) throws IOException {
        this.folder = folder;
        this.home = home;
        this.program = program;
        this.secrets = new Secrets(folder.resolve("secrets"));
        this.port = FreePorts.next();
    }

    /** Skips the test where a tool is missing, unless -Dbulkhead.tools=required forbids that. */
    static InstalledServer in(Path folder) throws IOException {
        var home = installed();
        var required = "required".equals(System.getProperty("bulkhead.tools"));
        PgBackRest program = null;
        try {
            program = PgBackRest.installed();
        } catch (ArchiveFailed e) {
            assertThat(required).as(e.getMessage()).isFalse();
        }
        assertThat(required && home.isEmpty()).as("no PostgreSQL is installed").isFalse();
        assumeTrue(program != null && home.isPresent(), "PostgreSQL and pgBackRest are installed");
        return new InstalledServer(folder, home.orElseThrow(), program);
    }

    private static Optional<Path> installed() throws IOException {
        var packages = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(packages)) {
            return Optional.empty();
        }
        try (var homes = Files.list(packages)) {
            return homes.filter(it -> Files.isExecutable(it.resolve("bin/initdb")))
                    .max(Comparator.naturalOrder());
        }
    }

    static Backup keeping(int fulls) {
        return new Backup(
                new Backup.Repository.Directory(Optional.empty()),
                true,
                new Backup.Compression("zstd", Optional.of(1)),
                fulls,
                new Backup.Schedule(LocalTime.of(3, 0), Duration.ofHours(1)));
    }

    ServerArchive archive() {
        return archive(keeping(2));
    }

    ServerArchive archive(Backup backup) {
        var archive =
                new ServerArchive(
                        program,
                        backup,
                        folder.resolve("backup"),
                        repository(),
                        secrets,
                        new ServerFiles(
                                "postgres",
                                data(),
                                folder.resolve("socket"),
                                port,
                                EmbeddedServer.ADMINISTRATOR,
                                EmbeddedServer.majorVersion(home)));
        archive.configure(PASSWORD);
        return archive;
    }

    Path repository() {
        return folder.resolve("repository");
    }

    Path data() {
        return folder.resolve("server/data");
    }

    Path home() {
        return home;
    }

    @Override
    public void start() {
        var builder =
                EmbeddedServer.in(folder.resolve("server"))
                        .port(port)
                        .installedIn(home)
                        .administratorPassword(PASSWORD)
                        .setting("max_connections", "40");
        archive().settings().forEach(builder::setting);
        running = builder.start();
    }

    @Override
    public void stop() {
        EmbeddedServer.running(folder.resolve("server")).ifPresent(EmbeddedServer::stop);
    }

    @Override
    public Optional<Connection> connect() {
        return EmbeddedServer.running(folder.resolve("server")).map(_ -> server().connect());
    }

    @Override
    public String lastWords() {
        try {
            return Files.readString(folder.resolve("server/server.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    DatabaseServer server() {
        return DatabaseServer.local(port, EmbeddedServer.ADMINISTRATOR, PASSWORD);
    }

    long pid() {
        return running == null ? -1 : running.pid();
    }

    void execute(String sql) throws SQLException {
        try (var connection = server().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String ask(String sql) throws SQLException {
        try (var connection = server().connect();
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
