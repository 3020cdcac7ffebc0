package dev.bulkhead.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the engine says happened to a project's containers, in order, while this listens. */
final class Events implements AutoCloseable {

    private final Path file;
    private final Process listener;

    Events(Compose compose) {
        try {
            file = compose.folder().resolve("events.txt");
            listener =
                    new ProcessBuilder(
                                    "docker",
                                    "events",
                                    "--filter=label=com.docker.compose.project="
                                            + compose.project(),
                                    "--filter=event=start",
                                    "--filter=event=die",
                                    "--filter=event=health_status",
                                    "--format",
                                    "{{index .Actor.Attributes \"com.docker.compose.service\"}}"
                                            + " {{.Action}}")
                            .redirectErrorStream(true)
                            .redirectOutput(file.toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as "gateway start", "secrets die" or "auth-service health_status: healthy". */
    List<String> soFar() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        listener.destroy();
    }
}
