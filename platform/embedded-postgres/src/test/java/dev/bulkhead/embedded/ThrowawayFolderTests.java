package dev.bulkhead.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrowawayFolderTests {

    @TempDir Path parent;

    @Test
    void isForNobodyElseToReadAndGoneWhenClosed() throws IOException {
        var folder = ThrowawayFolder.create(parent);
        Files.writeString(Files.createDirectory(folder.path().resolve("in")).resolve("it"), "");
        assertThat(Files.getPosixFilePermissions(folder.path()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));

        folder.close();
        folder.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void goesWithItsJvm() throws Exception {
        var jvm = leaving();
        var folder = Path.of(jvm.inputReader().readLine());
        assertThat(folder.resolve("secrets/one")).exists();

        jvm.outputWriter().close();
        jvm.waitFor();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void isClearedAwayByTheNextIfItsJvmWasKilled() throws Exception {
        var jvm = leaving();
        var folder = Path.of(jvm.inputReader().readLine());
        jvm.destroyForcibly().waitFor();
        assertThat(folder).exists();

        try (var next = ThrowawayFolder.create(parent)) {
            assertThat(next.path()).exists();
            assertThat(folder).doesNotExist();
        }
    }

    private Process leaving() throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leaving.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
