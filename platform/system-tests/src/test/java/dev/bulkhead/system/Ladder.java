package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The platform on one rung at a time: one is stopped before the next starts. */
final class Ladder implements AutoCloseable {

    private static final List<String> MODULES =
            List.of("auth-service", "payment-service", "game-service", "media-service", "gateway");

    private final Path repository;
    private final Path scratch;
    private final Path build;
    private @Nullable Platform current;

    Ladder() {
        try {
            repository = Path.of(System.getProperty("bulkhead.repository")).toRealPath();
            scratch =
                    Files.createTempDirectory(
                                    Path.of(System.getProperty("bulkhead.scratch")), "platform-")
                            .toRealPath();
            build = Files.createDirectories(scratch.resolve("builds/under-test"));
            installApplications();
        } catch (IOException e) {
            throw new IllegalStateException("No folder for the platform under test", e);
        }
    }

    private void installApplications() throws IOException {
        for (var module : MODULES) {
            var jar =
                    repository
                            .resolve(module)
                            .resolve("target")
                            .resolve(
                                    module
                                            + "-"
                                            + System.getProperty("bulkhead.project-version")
                                            + ".jar");
            assertThat(jar)
                    .as("run this by ./mvnw verify, which packages the applications first")
                    .exists();
            Files.copy(jar, build.resolve(module + ".jar"));
        }
    }

    /** The platform on this rung, started from nothing unless it is the one that runs. */
    Platform on(Rung rung) {
        return on(rung, "embedded");
    }

    /**
     * The same on this machine's own PostgreSQL, which has client programs, and with an archive.
     */
    Platform onInstalled(Rung rung) {
        return on(rung, "installed");
    }

    private Platform on(Rung rung, String postgres) {
        if (current != null && current.rung() == rung && current.postgres().equals(postgres)) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        var started =
                new Platform(
                        rung,
                        postgres,
                        root(rung, postgres),
                        scratch.resolve(rung.word() + "-" + postgres),
                        build);
        current = started;
        started.start();
        return started;
    }

    /** The repository's modules under a manifest that may be changed. */
    private Path root(Rung rung, String postgres) {
        try {
            var root =
                    copy(
                            rung.manifestLine(),
                            scratch.resolve("repository-on-" + rung.word() + "-" + postgres));
            if (postgres.equals("installed")) {
                Files.writeString(
                        root.resolve("platform.yaml"),
                        "backup: {retention: {full: 2}}\n",
                        StandardOpenOption.APPEND);
            }
            return root;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path copy(Optional<String> line, Path root) throws IOException {
        var manifest = Files.readAllLines(repository.resolve("platform.yaml"));
        var changed =
                manifest.stream()
                        .map(it -> it.startsWith("isolation:") ? line.orElse(it) : it)
                        .toList();
        assertThat(changed.equals(manifest)).isEqualTo(line.isEmpty());
        Files.createDirectories(root);
        Files.write(root.resolve("platform.yaml"), changed);
        for (var module : MODULES) {
            Files.createSymbolicLink(root.resolve(module), repository.resolve(module));
        }
        return root;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
        Platform.deleteExcept(scratch, "logs");
    }
}
