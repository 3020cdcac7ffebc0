package dev.bulkhead.toolbox.archive;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The program that is installed here.
 *
 * @param minor of version 2, the only one there is: 55 for 2.55.1
 */
public record PgBackRest(Path program, int minor) {

    private static final Pattern VERSION = Pattern.compile("pgBackRest 2\\.(\\d+)");

    /**
     * The first version that knows each PostgreSQL, by pgBackRest's release notes; the oldest is
     * the first one that this is made for.
     */
    private static final NavigableMap<Integer, Integer> SINCE = new TreeMap<>();

    static {
        SINCE.put(0, 41);
        SINCE.put(16, 48);
        SINCE.put(17, 54);
        SINCE.put(18, 55);
    }

    /**
     * @throws ArchiveFailed when there is none, naming the package
     */
    public static PgBackRest installed() {
        for (var folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)) {
            var candidate = Path.of(folder.isEmpty() ? "." : folder, "pgbackrest");
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return new PgBackRest(candidate.toAbsolutePath(), minor(candidate));
            }
        }
        throw new ArchiveFailed(
                "Backups of a whole server need pgBackRest, which is not installed here: the"
                        + " package pgbackrest brings it (apt-get install pgbackrest).");
    }

    private static int minor(Path program) {
        try {
            var process =
                    new ProcessBuilder(program.toString(), "version")
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var version = VERSION.matcher(said);
            if (!version.find()) {
                throw new ArchiveFailed(
                        "%s says \"%s\" instead of a version 2.x."
                                .formatted(program, said.strip()));
            }
            return Integer.parseInt(version.group(1));
        } catch (IOException e) {
            throw new ArchiveFailed(program + " could not be run: " + e.getMessage(), e);
        }
    }

    /**
     * @param postgres the server's major version
     * @throws ArchiveFailed when this pgBackRest does not know it
     */
    public PgBackRest refuseUnlessItKnows(int postgres) {
        var needed = SINCE.floorEntry(postgres).getValue();
        if (minor < needed) {
            throw new ArchiveFailed(
                    "PostgreSQL %d needs pgBackRest 2.%d or newer, and %s is 2.%d: apt.postgresql.org has the newest package pgbackrest for every Debian and Ubuntu; or use the PostgreSQL that is installed here, with --postgres=installed."
                            .formatted(postgres, needed, program, minor));
        }
        return this;
    }
}
