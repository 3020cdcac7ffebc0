package dev.bulkhead.toolbox.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulkhead.toolbox.program.ClientPrograms;
import dev.bulkhead.toolbox.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A PostgreSQL of this machine with all its programs; the embedded one has no clients. */
final class InstalledPostgres {

    /** Set where the tests must not be skipped, as in the gate. */
    private static final String TOOLS = "bulkhead.tools";

    private InstalledPostgres() {}

    /** Where {@code bin/postgres} and {@code bin/pg_dump} lie. */
    static Path home() {
        var found = find();
        if ("required".equals(System.getProperty(TOOLS))) {
            assertThat(found)
                    .as("a PostgreSQL with server and client programs, such as postgresql-15")
                    .isPresent();
        }
        assumeTrue(found.isPresent(), "no PostgreSQL with server and client programs is installed");
        return found.orElseThrow();
    }

    private static Optional<Path> find() {
        return ClientPrograms.here().all("pg_dump").stream()
                .map(Program::folder)
                .filter(it -> Files.isExecutable(it.resolve("postgres")))
                .map(it -> Objects.requireNonNull(it.getParent()))
                .findFirst();
    }
}
