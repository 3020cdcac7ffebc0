package dev.bulkhead.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which program is found, and what it is told: by one that writes down what it was given. */
class PsqlTests {

    @TempDir Path folder;

    @BeforeEach
    void programs() throws IOException {
        for (var version : List.of("15", "17")) {
            program(folder.resolve("packages").resolve(version).resolve("bin"), "exit 0");
        }
    }

    private static Path program(Path bin, String script) throws IOException {
        Files.createDirectories(bin);
        var program = Files.writeString(bin.resolve("psql"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    @Test
    void findsTheOneOfTheShellOrTheNewestOfAPackage() throws IOException {
        var packages = List.of(folder.resolve("packages"), folder.resolve("missing"));
        var path = program(folder.resolve("path"), "exit 0");

        assertThat(Psql.find("/nowhere:" + folder.resolve("path"), packages))
                .contains(new Psql(path));
        assertThat(Psql.find("/nowhere", packages))
                .contains(new Psql(folder.resolve("packages/17/bin/psql")));
        assertThat(Psql.find("/nowhere", List.of(folder.resolve("missing")))).isEmpty();
    }

    @Test
    void handsThePasswordOverInAFileThatGoesAgain() throws IOException {
        var secrets = new Secrets(folder.resolve("secrets"));
        var password = secrets.password("auth_user");
        var seen = folder.resolve("seen");
        var psql =
                new Psql(
                        program(
                                folder.resolve("spy"),
                                "{ echo \"$@\"; env; } > %1$s; ls -l \"$PGPASSFILE\" >> %1$s; cp \"$PGPASSFILE\" %1$s.pgpass; exit 7"
                                        .formatted(seen)));
        var server = new DatabaseServer("::1", 5432, "postgres", "x", List.of(), null);

        var returned = psql.open(server, "auth_db", "auth_user", secrets, "select 1");

        assertThat(returned).isEqualTo(7);
        var told = Files.readString(seen);
        assertThat(told)
                .doesNotContain(password)
                .contains(
                        "--host=::1 --port=5432 --username=auth_user --dbname=auth_db --no-password"
                                + " --command=select 1")
                .contains("PGAPPNAME=bulkhead-shell")
                .contains("-rw-------");
        assertThat(folder.resolve("seen.pgpass"))
                .hasContent("\\:\\:1:5432:auth_db:auth_user:" + password);
        var file =
                Path.of(
                        told.lines()
                                .filter(it -> it.startsWith("PGPASSFILE="))
                                .findFirst()
                                .orElseThrow()
                                .substring(11));
        assertThat(file).doesNotExist();
    }
}
