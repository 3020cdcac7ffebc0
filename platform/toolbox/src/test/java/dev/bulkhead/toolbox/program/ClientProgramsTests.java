package dev.bulkhead.toolbox.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding and running programs, with small ones that say what they are told to. */
class ClientProgramsTests {

    @TempDir Path folder;

    @Test
    void takesTheServersOwnVersionElseTheNewest() throws IOException {
        var programs =
                programs(
                        new Packages("debian"),
                        saying("15", "pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
                        saying("17", "pg_dump (PostgreSQL) 17.2"),
                        saying("18", "pg_dump (PostgreSQL) 18beta1"));

        assertThat(programs.find("pg_dump", 17).version()).isEqualTo("17.2");
        assertThat(programs.find("pg_dump", 16).major()).isEqualTo(18);
        assertThat(programs.find("pg_dump", 15)).hasToString("pg_dump 15.18");
    }

    @Test
    void saysWhatIsTooOldAndWhichPackageBringsAnother() throws IOException {
        var programs = programs(new Packages("debian"), saying("15", "pg_dump (PostgreSQL) 15.18"));

        assertThatExceptionOfType(ProgramFailed.class)
                .isThrownBy(() -> programs.find("pg_dump", 18))
                .withMessageStartingWith(
                        "pg_dump is older than the server: found 15.18, needed 18 or newer; the"
                                + " package postgresql-client-18 brings it");
        assertThatExceptionOfType(ProgramFailed.class)
                .isThrownBy(() -> programs.find("psql", 18))
                .withMessageStartingWith(
                        "psql is not installed here, and version 18 or newer is needed");
        assertThatExceptionOfType(ProgramFailed.class)
                .isThrownBy(() -> programs.find("pgbackrest"))
                .withMessage("pgbackrest is not installed here; the package pgbackrest brings it.");
    }

    @Test
    void namesThePackageOfEachSystem() {
        assertThat(new Packages("ubuntu debian").advice("pg_dump", 18))
                .contains("postgresql-client-18");
        assertThat(new Packages("fedora").advice("pg_dump", 18)).contains("package postgresql ");
        assertThat(new Packages("macos").advice("pg_dump", 18)).contains("brew install libpq");
    }

    @Test
    void passesDebiansWrapperBy() throws IOException {
        var wrapper = saying("share", "pg_wrapper", "pg_dump (PostgreSQL) 99.1");
        var bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("pg_dump"), wrapper.resolve("pg_wrapper"));

        assertThat(programs(new Packages(""), bin).all("pg_dump")).isEmpty();
    }

    @Test
    void looksNowhereElseWhenAFolderIsNamed() throws IOException {
        var chosen = saying("chosen", "pg_dump (PostgreSQL) 42.1");

        var programs =
                ClientPrograms.of(
                        Map.of(
                                ClientPrograms.VARIABLE,
                                chosen.toString(),
                                "PATH",
                                System.getenv("PATH")));

        assertThat(programs.all("pg_dump")).extracting(Program::major).containsExactly(42);
    }

    @Test
    void handsThePasswordOverInAFileThatGoesAway() throws IOException {
        var bin =
                script(
                        "login",
                        "psql",
                        """
                        cat "$PGPASSFILE"; stat -c %a "$PGPASSFILE" "$(dirname "$PGPASSFILE")"
                        echo "$PGPASSFILE"; env | grep -c secret; echo "$PGUSER@$PGHOST:$PGPORT/$PGDATABASE"
                        exit 0
                        """);
        var login = new Login("localhost", 5432, "auth_db", "postgres", "a:sec\\ret", "test");

        var said =
                new Program("psql", bin.resolve("psql"), 18, "18")
                        .with(List.of())
                        .as(login)
                        .run()
                        .lines()
                        .toList();

        assertThat(said)
                .startsWith("*:*:*:postgres:a\\:sec\\\\ret", "600", "700")
                .endsWith("0", "postgres@localhost:5432/auth_db");
        assertThat(Path.of(said.get(3)).getParent()).doesNotExist();
        assertThat(login.toString()).doesNotContain("sec");
    }

    @Test
    void saysWhyAProgramFailed() throws IOException {
        var bin =
                script(
                        "failing",
                        "pg_dump",
                        """
                        echo "pg_dump: reading schemas" >&2
                        echo "pg_dump: error: query failed: ERROR:  permission denied" >&2
                        echo "pg_dump: detail: Query was: LOCK TABLE x" >&2
                        exit 1
                        """);
        var heard = new ArrayList<String>();

        assertThatExceptionOfType(ProgramFailed.class)
                .isThrownBy(() ->
                        new Program("pg_dump", bin.resolve("pg_dump"), 18, "18")
                                .with(List.of())
                                .hearing(heard::add)
                                .run())
                .withMessage(
                        "pg_dump failed: query failed: ERROR:  permission denied. detail: Query"
                                + " was: LOCK TABLE x.");
        assertThat(heard).hasSize(3);
    }

    @Test
    void endsTheProgramWhenInterrupted() throws Exception {
        var bin = script("waiting", "pg_dump", "echo $$ >&2\nexec sleep 600\n");
        var begun = new CountDownLatch(1);
        var heard = new ArrayList<String>();
        var runner =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                new Program("pg_dump", bin.resolve("pg_dump"), 18, "18")
                                        .with(List.of())
                                        .hearing(line -> {
                                            heard.add(line);
                                            begun.countDown();
                                        })
                                        .run();
                            } catch (ProgramFailed e) {
                                heard.add(String.valueOf(e.getMessage()));
                            }
                        });
        begun.await();

        runner.interrupt();
        runner.join();

        assertThat(heard).last().isEqualTo("pg_dump was interrupted.");
        assertThat(
                        ProcessHandle.of(Long.parseLong(heard.getFirst()))
                                .filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private static ClientPrograms programs(Packages packages, Path... folders) {
        return new ClientPrograms(List.of(folders), packages);
    }

    private Path saying(String name, String version) throws IOException {
        return saying(name, "pg_dump", version);
    }

    private Path saying(String name, String program, String version) throws IOException {
        return script(name, program, "echo '%s'\n".formatted(version));
    }

    private Path script(String name, String program, String body) throws IOException {
        var bin = Files.createDirectories(folder.resolve(name));
        var file = Files.writeString(bin.resolve(program), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bin;
    }
}
