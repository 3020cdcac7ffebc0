package dev.bulkhead.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The files of one server and the programs that work on them.
 *
 * @param folder holds {@code data} and {@code server.log}
 * @param home where {@code bin/postgres} lies, or null for the binaries from Maven Central
 */
record Installation(Path folder, @Nullable Path home) {

    private static final String OUR_SETTINGS = "bulkhead.conf";
    private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final int BUILTIN_LOCALES_SINCE = 17;

    /** Older ones have none unless asked for. */
    private static final int CHECKSUMS_SINCE = 18;

    private static final int ITERATIONS_SINCE = 16;

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    /** Whether the data are restored ones whose log has yet to be read. */
    boolean recovers() {
        return Files.exists(data().resolve("recovery.signal"));
    }

    Optional<Postmaster> postmaster() {
        return Postmaster.of(data());
    }

    /**
     * Makes the data folder unless there is one. Passwords are demanded from the first moment:
     * there is no {@code trust} line that would have to be removed later.
     */
    void initialise(String password, boolean throwaway) {
        if (Files.isRegularFile(data().resolve("PG_VERSION"))) {
            refuseOtherVersion();
            return;
        }
        refuseInsteadOfRestored();
        var fresh = folder.resolve("data.new");
        var passwordFile = folder.resolve("password.new");
        try {
            Folders.createPrivate(folder);
            Folders.delete(fresh);
            Files.deleteIfExists(passwordFile);
            Files.createFile(
                    passwordFile,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, password + "\n");
            Privileges.here().handOver(passwordFile);
            Privileges.here().handOver(folder);
            var command =
                    new ArrayList<>(
                            List.of(
                                    program("initdb"),
                                    "--pgdata=" + fresh,
                                    "--username=" + EmbeddedServer.ADMINISTRATOR,
                                    "--pwfile=" + passwordFile,
                                    "--auth=scram-sha-256",
                                    "--encoding=UTF8"));
            command.addAll(
                    majorVersion() >= BUILTIN_LOCALES_SINCE
                            ? List.of(
                                    "--locale=C",
                                    "--locale-provider=builtin",
                                    "--builtin-locale=C.UTF-8")
                            : List.of("--locale=C.UTF-8"));
            if (throwaway) {
                command.add("--no-sync");
                if (majorVersion() >= ITERATIONS_SINCE) {
                    // many logins and random passwords: there is nothing to guess slowly
                    command.add("--set=scram_iterations=1");
                }
                if (majorVersion() >= CHECKSUMS_SINCE) {
                    command.add("--no-data-checksums");
                }
            }
            run(Duration.ofMinutes(2), command);
            Files.writeString(
                    fresh.resolve("postgresql.conf"),
                    Files.readString(fresh.resolve("postgresql.conf"))
                            + "\ninclude_if_exists = '%s'\n".formatted(OUR_SETTINGS));
            Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedServerFailed(
                    "No data folder for PostgreSQL in " + folder + ": " + e, e);
        } finally {
            passwordFile.toFile().delete();
        }
    }

    /**
     * Between two renames of a restore there are no data for a moment; new ones would hide them.
     */
    private void refuseInsteadOfRestored() {
        try (var aside = Files.newDirectoryStream(folder, EmbeddedServer.PUT_ASIDE + "*")) {
            for (var old : aside) {
                throw new EmbeddedServerFailed(
                        "A restore of %s was interrupted: run it again, or go back with: mv %s %s"
                                .formatted(folder, old, data()));
            }
        } catch (IOException e) {
            // there is no folder yet
        }
    }

    private void refuseOtherVersion() {
        try {
            var ofData = Files.readString(data().resolve("PG_VERSION")).strip();
            if (!ofData.equals(String.valueOf(majorVersion()))) {
                throw new EmbeddedServerFailed(
                        "The data in %s were written by PostgreSQL %s, but this is %s. Move the folder away, or run that version."
                                .formatted(data(), ofData, majorVersion()));
            }
        } catch (IOException e) {
            throw new EmbeddedServerFailed("Cannot read " + data() + ": " + e.getMessage(), e);
        }
    }

    void configure(Map<String, String> settings) {
        var lines =
                settings.entrySet().stream()
                        .map(it ->
                                "%s = '%s'"
                                        .formatted(it.getKey(), it.getValue().replace("'", "''")))
                        .collect(Collectors.joining("\n", "# Written at every start.\n", "\n"));
        try {
            Files.writeString(data().resolve(OUR_SETTINGS), lines);
        } catch (IOException e) {
            throw new EmbeddedServerFailed("Cannot write to " + data() + ": " + e.getMessage(), e);
        }
    }

    void start(Duration limit) {
        try {
            Postmaster.forgetStranger(data());
        } catch (IOException e) {
            throw new EmbeddedServerFailed("Cannot read " + data() + ": " + e.getMessage(), e);
        }
        try {
            run(
                    limit.plusSeconds(10),
                    List.of(
                            program("pg_ctl"),
                            "start",
                            "--pgdata=" + data(),
                            "--log=" + log(),
                            "--wait",
                            "--timeout=" + limit.toSeconds(),
                            "--silent"));
        } catch (EmbeddedServerFailed e) {
            throw new EmbeddedServerFailed(
                    "PostgreSQL did not start. The end of %s:%n%s".formatted(log(), endOfLog()), e);
        }
    }

    /**
     * @param mode {@code fast} saves everything, {@code immediate} saves nothing
     */
    void stop(String mode) {
        if (postmaster().isEmpty()) {
            return;
        }
        run(
                Duration.ofSeconds(70),
                List.of(
                        program("pg_ctl"),
                        "stop",
                        "--pgdata=" + data(),
                        "--mode=" + mode,
                        "--wait",
                        "--timeout=60",
                        "--silent"));
    }

    /**
     * Starts a shell that waits for the end of its input, which comes when this JVM ends, even by
     * kill -9; then it stops the server and deletes the folder.
     */
    Process watchThisJvm() {
        var script =
                """
                trap '' INT TERM HUP
                cat > /dev/null
                folder=$1; shift
                if [ -f "$folder/data/postmaster.pid" ]; then "$@" > /dev/null 2>&1; fi
                rm -rf "$folder"
                """;
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh", folder.toString()));
        command.addAll(
                Privileges.here()
                        .command(
                                List.of(
                                        program("pg_ctl"),
                                        "stop",
                                        "--pgdata=" + data(),
                                        "--mode=immediate")));
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .directory(new File("/"))
                    .start();
        } catch (IOException e) {
            throw new EmbeddedServerFailed("No shell: " + e.getMessage(), e);
        }
    }

    private String endOfLog() {
        try {
            var lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        } catch (IOException e) {
            return "(no log)";
        }
    }

    int majorVersion() {
        var said = output(VERSION_LIMIT, List.of(program("postgres"), "--version"));
        var version = VERSION.matcher(said);
        if (!version.find()) {
            throw new EmbeddedServerFailed(
                    "%s says \"%s\" instead of its version."
                            .formatted(program("postgres"), said.strip()));
        }
        return Integer.parseInt(version.group(1));
    }

    private String program(String name) {
        var binaries = home == null ? Binaries.unpacked() : new Binaries(home);
        return binaries.program(name).toString();
    }

    private void run(Duration limit, List<String> command) {
        output(limit, command);
    }

    /** The programs' output goes to a file: a server that inherits a pipe would keep it open. */
    private String output(Duration limit, List<String> command) {
        Path output = null;
        try {
            output = Files.createTempFile("bulkhead-", ".out");
            var builder =
                    new ProcessBuilder(Privileges.here().command(command))
                            .directory(new File("/"))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(it -> it.startsWith("PG") || it.startsWith("LC_"));
            builder.environment().put("LC_ALL", "C");
            var process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new EmbeddedServerFailed(
                        name(command) + " did not end within " + limit.toSeconds() + " s.");
            }
            var text = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new EmbeddedServerFailed(name(command) + " failed: " + text.strip());
            }
            return text;
        } catch (IOException e) {
            throw new EmbeddedServerFailed(
                    name(command) + " could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerFailed("Interrupted while " + name(command) + " ran.", e);
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }

    private static String name(List<String> command) {
        return Path.of(command.getFirst()).getFileName().toString();
    }
}
