package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The platforms of the repository: one folder each in {@code examples}. */
final class Platforms {

    private Platforms() {}

    /** Our own is the one called shared-postgres. */
    static Stream<String> all() {
        try (var folders = Files.list(examples())) {
            return List.copyOf(
                    folders.filter(it -> Files.exists(it.resolve(Manifest.FILE_NAME)))
                            .map(it -> it.getFileName().toString())
                            .sorted()
                            .toList())
                    .stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path manifest(String platform) {
        return examples().resolve(platform).resolve(Manifest.FILE_NAME);
    }

    private static Path examples() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("examples"))) {
            folder = folder.getParent();
        }
        return folder.resolve("examples");
    }
}
