package dev.bulkhead.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestServerTests {

    /** Without a container, which not every machine can run. */
    @Test
    void leavesNoFilesOfAContainedServer() {
        var folders = new ArrayList<Path>();
        var stopped = new ArrayList<Path>();
        var server =
                TestServer.contained(
                        TestServer.manifest(),
                        (folder, password) -> {
                            folders.add(folder);
                            var hba = ContainerPostgres.bindingFolder(folder);
                            return new TestPostgres(
                                    1,
                                    List.of("127.0.0.1/32"),
                                    hba.resolve("pg_hba.conf"),
                                    () -> stopped.add(hba.toAbsolutePath()));
                        });
        assertThat(server.provisioning().secrets().folder()).isNotEmptyDirectory();
        assertThat(folders.getFirst()).isDirectoryRecursivelyContaining("glob:**/pg_hba.conf");

        server.close();

        assertThat(stopped).hasSize(1);
        assertThat(folders.getFirst()).doesNotExist();
        assertThat(server.provisioning().secrets().folder()).doesNotExist();
    }

    @Test
    void letsTheContainersPostgresqlReadItsBindings(@TempDir Path folder) throws Exception {
        var hba = ContainerPostgres.bindingFolder(folder);

        assertThat(Files.getPosixFilePermissions(hba))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(hba.resolve("pg_hba.conf")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }
}
