package dev.bulkhead.testing;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container, which Testcontainers removes when this JVM ends. */
final class ContainerPostgres {

    private static final String IMAGE = "postgres:18";

    /** Connections come through the engine's bridge, whatever address it has there. */
    private static final List<String> ANYWHERE = List.of("0.0.0.0/0", "::/0");

    private ContainerPostgres() {}

    /**
     * Starts one.
     *
     * @param parent where its files on this side may lie, until it is closed
     */
    static TestPostgres start(
            Path parent, String administrator, String password, int maxConnections) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "-Pcontainers needs a Docker engine and none answers: start it, or leave"
                            + " -Pcontainers away.");
        }
        var folder = bindingFolder(parent);
        @SuppressWarnings("resource") // TestPostgres closes it
        var container =
                new PostgreSQLContainer(IMAGE)
                        .withUsername(administrator)
                        .withPassword(password)
                        .withCreateContainerCmdModifier(it -> mount(folder, it.getHostConfig()))
                        .withCommand(
                                "postgres",
                                "-c",
                                "hba_file=/hba/pg_hba.conf",
                                "-c",
                                "max_connections=" + maxConnections,
                                "-c",
                                "fsync=off");
        container.start();
        return new TestPostgres(
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                ANYWHERE,
                folder.resolve("pg_hba.conf"),
                container::stop);
    }

    /**
     * By hand, because Testcontainers' own way first tries it out in an image that has to be there.
     */
    private static void mount(Path folder, @Nullable HostConfig host) {
        if (host != null) {
            host.withBinds(new Bind(folder.toString(), new Volume("/hba"), AccessMode.ro));
        }
    }

    /** Its pg_hba.conf is ours to write, and PostgreSQL's user to read. */
    static Path bindingFolder(Path parent) {
        try {
            var folder = Files.createDirectory(parent.resolve("hba"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            var file =
                    Files.writeString(
                            folder.resolve("pg_hba.conf"),
                            "local all all trust\nhost all all all scram-sha-256\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException("No folder for pg_hba.conf", e);
        }
    }
}
