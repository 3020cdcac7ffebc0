package dev.bulkhead.cli.shell;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** The psql of this machine, of whatever version. */
public record Psql(Path program) {

    private static final String PROGRAM = "psql";

    /** Where packages put it, in a folder per version where there are several. */
    private static final List<Path> PLACES =
            Stream.of(
                            "/usr/lib/postgresql",
                            "/usr/local/pgsql",
                            "/usr/pgsql",
                            "/opt/homebrew/opt",
                            "/usr/local/opt",
                            "/Library/PostgreSQL")
                    .map(Path::of)
                    .toList();

    /**
     * @throws Mistake naming the package that brings it
     */
    public static Psql ofThisMachine() {
        return find(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"), PLACES)
                .orElseThrow(() ->
                        Mistake.failure(
                                "There is no psql on this machine: install the package"
                                    + " postgresql-client (Debian, Ubuntu), postgresql (Fedora, Red"
                                    + " Hat) or libpq (Homebrew on macOS), and try again."));
    }

    /** On the path of the shell, else the newest in a package's place. */
    static Optional<Psql> find(String path, List<Path> places) {
        return Stream.concat(
                        Stream.of(path.split(File.pathSeparator)).map(Path::of),
                        places.stream().flatMap(Psql::folders))
                .map(it -> it.resolve(PROGRAM))
                .filter(it -> Files.isRegularFile(it) && Files.isExecutable(it))
                .findFirst()
                .map(Psql::new);
    }

    private static Stream<Path> folders(Path place) {
        try (var versions = Files.list(place)) {
            return Stream.concat(Stream.of(place), versions.sorted(Comparator.reverseOrder()))
                    .map(it -> it.resolve("bin"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            return Stream.empty(); // that package is not installed
        }
    }

    /**
     * Lends it this terminal until it ends.
     *
     * @param secrets hold the role's password, which psql reads from a file that only we can read
     * @param sql what to run instead of asking
     * @return what it returned
     */
    public int open(
            DatabaseServer server,
            String database,
            String role,
            Secrets secrets,
            @Nullable String sql) {
        if (!secrets.has(role)) {
            throw Mistake.failure(
                    "There is no password for %s yet: ./bulkhead db create makes one."
                            .formatted(role));
        }
        var command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--host=" + server.host(),
                                "--port=" + server.port(),
                                "--username=" + role,
                                "--dbname=" + database,
                                "--no-password"));
        if (sql != null) {
            command.add("--command=" + sql);
        }
        // Ctrl-C ends psql's query, not us: without us nobody would remove the file.
        var before = Signal.handle(new Signal("INT"), _ -> {});
        Path file = null;
        try {
            file = passwordFile(server, database, role, secrets.password(role));
            var leaving = removal(file);
            Runtime.getRuntime().addShutdownHook(leaving);
            var builder = new ProcessBuilder(command).inheritIO();
            var environment = builder.environment();
            environment.remove("PGPASSWORD"); // counts before the file
            environment.put("PGPASSFILE", file.toString());
            environment.put("PGAPPNAME", "bulkhead-shell");
            return builder.start().waitFor();
        } catch (IOException e) {
            throw Mistake.failure("psql cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Mistake.failure("Interrupted while psql ran.");
        } finally {
            delete(file);
            Signal.handle(new Signal("INT"), before);
        }
    }

    private static Thread removal(Path file) {
        return Thread.ofPlatform().unstarted(() -> delete(file));
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw Mistake.failure("%s holds a password and cannot be deleted.".formatted(file));
        }
    }

    /** https://www.postgresql.org/docs/18/libpq-pgpass.html */
    private static Path passwordFile(
            DatabaseServer server, String database, String role, String password)
            throws IOException {
        var file =
                Files.createTempFile(
                        "bulkhead-",
                        ".pgpass",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        var fields =
                Stream.of(server.host(), String.valueOf(server.port()), database, role, password)
                        .map(it -> it.replace("\\", "\\\\").replace(":", "\\:"))
                        .toList();
        Files.writeString(file, String.join(":", fields) + "\n");
        return file;
    }
}
