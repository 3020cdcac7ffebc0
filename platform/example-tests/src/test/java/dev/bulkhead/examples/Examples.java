package dev.bulkhead.examples;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The platforms of the repository: one folder each in {@code examples}. */
public final class Examples {

    private static final Path FOLDER = TestServer.manifest().file().resolveSibling("examples");

    /** Their names; our own is the one called shared-postgres. */
    public static Stream<String> all() {
        try (var folders = Files.list(FOLDER)) {
            return List.copyOf(
                    folders.filter(it -> Files.exists(it.resolve(Manifest.FILE_NAME)))
                            .map(it -> it.getFileName().toString())
                            .sorted()
                            .toList())
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Manifest manifest(String example) {
        return manifest(example, null);
    }

    /**
     * @param rung where to put all its services, or null for where it puts them itself
     */
    public static Manifest manifest(String example, @Nullable Isolation rung) {
        return Manifest.read(FOLDER.resolve(example).resolve(Manifest.FILE_NAME), rung);
    }

    private Examples() {}
}
