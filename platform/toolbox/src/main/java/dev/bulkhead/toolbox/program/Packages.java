package dev.bulkhead.toolbox.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Which package brings a program on this system. */
final class Packages {

    private static final Path RELEASE = Path.of("/etc/os-release");

    private final String system;

    /**
     * @param system the names of the distribution and of those it is like, or {@code macos}
     */
    Packages(String system) {
        this.system = " " + system.toLowerCase(Locale.ROOT).replace("\"", "") + " ";
    }

    static Packages here() {
        if (System.getProperty("os.name", "").startsWith("Mac")) {
            return new Packages("macos");
        }
        try {
            var names = new StringBuilder();
            for (var line : Files.readAllLines(RELEASE)) {
                if (line.startsWith("ID=") || line.startsWith("ID_LIKE=")) {
                    names.append(line.substring(line.indexOf('=') + 1)).append(' ');
                }
            }
            return new Packages(names.toString());
        } catch (IOException e) {
            return new Packages("");
        }
    }

    /** What to do, as the end of a sentence. */
    String advice(String program, int major) {
        return program.equals("pgbackrest") ? pgbackrest() : postgresql(major);
    }

    private static String pgbackrest() {
        return System.getProperty("os.name", "").startsWith("Mac")
                ? "\"brew install pgbackrest\" brings it"
                : "the package pgbackrest brings it";
    }

    private String postgresql(int major) {
        if (is("debian") || is("ubuntu")) {
            return ("the package postgresql-client-%d brings it (from apt.postgresql.org where your"
                            + " release has another version)")
                    .formatted(major);
        }
        if (is("fedora") || is("rhel") || is("centos")) {
            return ("the package postgresql brings it (postgresql%d from yum.postgresql.org where"
                            + " your release has another version)")
                    .formatted(major);
        }
        if (is("alpine")) {
            return "the package postgresql%d-client brings it".formatted(major);
        }
        if (is("macos")) {
            return "\"brew install libpq\" brings the newest, \"brew install postgresql@%d\" this one"
                    .formatted(major);
        }
        return "PostgreSQL %d's client programs have it".formatted(major);
    }

    private boolean is(String name) {
        return system.contains(" " + name + " ");
    }
}
