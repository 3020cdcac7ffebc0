package dev.bulkhead.toolbox.program;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds PostgreSQL's client programs: in the folder that {@value #VARIABLE} names, else on the PATH
 * and in the places where packages put them.
 *
 * <p>Of several versions the server's own is taken, else the newest that is not older than it: an
 * older program does not understand a newer server, and a newer one speaks to an older server with
 * words that it may not know.
 */
public final class ClientPrograms {

    /** Names the folder to take the programs from, and no other. */
    public static final String VARIABLE = "BULKHEAD_PG_BIN";

    private static final Pattern VERSION = Pattern.compile("\\s(\\d+)((?:\\.\\d+)*)");
    private static final int VERSION_SECONDS = 20;

    /** Debian's script in /usr/bin, which picks a version by rules of its own. */
    private static final String WRAPPER = "pg_wrapper";

    private static final List<String> USUAL =
            List.of(
                    "/usr/lib/postgresql/*/bin",
                    "/usr/pgsql-*/bin",
                    "/usr/libexec/postgresql*",
                    "/opt/homebrew/opt/{libpq,postgresql@*}/bin",
                    "/usr/local/opt/{libpq,postgresql@*}/bin",
                    "/Applications/Postgres.app/Contents/Versions/*/bin",
                    "/usr/local/pgsql/bin",
                    "/usr/local/bin",
                    "/usr/bin");

    private final List<Path> folders;
    private final Packages packages;

    /**
     * @param folders where to look, in this order
     */
    ClientPrograms(List<Path> folders, Packages packages) {
        this.folders = List.copyOf(folders);
        this.packages = packages;
    }

    /** Those of this machine. */
    public static ClientPrograms here() {
        return of(System.getenv());
    }

    static ClientPrograms of(Map<String, String> environment) {
        var chosen = environment.getOrDefault(VARIABLE, "");
        if (!chosen.isEmpty()) {
            return new ClientPrograms(List.of(Path.of(chosen)), Packages.here());
        }
        var folders = new LinkedHashSet<Path>();
        for (var it : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!it.isEmpty()) {
                folders.add(Path.of(it));
            }
        }
        USUAL.forEach(it -> folders.addAll(matching(it)));
        return new ClientPrograms(List.copyOf(folders), Packages.here());
    }

    /** The folders of a pattern with a star or braces in one of its names. */
    private static List<Path> matching(String pattern) {
        var names = pattern.substring(1).split("/");
        var fixed = Path.of("/");
        for (var name : names) {
            if (name.matches(".*[*{].*")) {
                break;
            }
            fixed = fixed.resolve(name);
        }
        if (!Files.isDirectory(fixed)) {
            return List.of();
        }
        var matcher = fixed.getFileSystem().getPathMatcher("glob:" + pattern);
        try (var found = Files.walk(fixed, names.length - fixed.getNameCount())) {
            return found.filter(matcher::matches).filter(Files::isDirectory).sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of(); // not ours to read
        }
    }

    /**
     * A program that understands a server.
     *
     * @param oldest the server's major version
     * @throws ProgramFailed where it is missing or older, naming the package that brings it
     */
    public Program find(String name, int oldest) {
        var found = all(name);
        return found.stream()
                .filter(it -> it.major() == oldest)
                .findFirst()
                .or(() ->
                        found.stream()
                                .filter(it -> it.major() > oldest)
                                .max(Comparator.comparing(Program::major)))
                .orElseThrow(() -> missing(name, oldest, found));
    }

    /**
     * A program that has nothing to do with a server's version, such as {@code pgbackrest}.
     *
     * @throws ProgramFailed where it is missing, naming the package that brings it
     */
    public Program find(String name) {
        return all(name).stream()
                .findFirst()
                .orElseThrow(() ->
                        new ProgramFailed(
                                "%s is not installed here; %s."
                                        .formatted(name, packages.advice(name, 0))));
    }

    /** Every version of it that is here. */
    public List<Program> all(String name) {
        var files = new LinkedHashSet<Path>();
        for (var folder : folders) {
            var file = folder.resolve(name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                real(file).ifPresent(files::add);
            }
        }
        return files.stream().flatMap(it -> asked(name, it).stream()).toList();
    }

    private static Optional<Path> real(Path file) {
        try {
            var real = file.toRealPath();
            var wrapper = real.getFileName().toString().equals(WRAPPER);
            // a program that is called by a link may look at the name it was called by
            return wrapper ? Optional.empty() : Optional.of(file.toAbsolutePath());
        } catch (IOException e) {
            return Optional.empty(); // it was removed meanwhile
        }
    }

    private static Optional<Program> asked(String name, Path file) {
        try {
            var argument = name.equals("pgbackrest") ? "version" : "--version";
            var process =
                    new ProcessBuilder(file.toString(), argument)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            var said = new String(process.getInputStream().readAllBytes());
            var version = VERSION.matcher(said);
            return version.find()
                    ? Optional.of(
                            new Program(
                                    name,
                                    file,
                                    Integer.parseInt(version.group(1)),
                                    version.group(1) + version.group(2)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // made for another machine
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProgramFailed("Interrupted while " + name + " was asked its version.", e);
        }
    }

    private ProgramFailed missing(String name, int oldest, List<Program> found) {
        var advice = packages.advice(name, oldest);
        if (found.isEmpty()) {
            return new ProgramFailed(
                    "%s is not installed here, and version %d or newer is needed for this server; %s."
                            .formatted(name, oldest, advice));
        }
        return new ProgramFailed(
                "%s is older than the server: found %s, needed %d or newer; %s."
                        .formatted(
                                name,
                                found.stream()
                                        .map(Program::version)
                                        .distinct()
                                        .collect(Collectors.joining(" and ")),
                                oldest,
                                advice));
    }

    /** Where it looks. */
    Stream<Path> folders() {
        return folders.stream();
    }
}
