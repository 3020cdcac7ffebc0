package dev.bulkhead.toolbox.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A temporary folder that nobody else reads. */
record PrivateFolder(Path path) implements AutoCloseable {

    static PrivateFolder create() {
        try {
            return new PrivateFolder(Files.createTempDirectory("bulkhead-restore-")); // mode 0700
        } catch (IOException e) {
            throw new BackupFailed("No temporary folder can be made: " + e.getMessage(), e);
        }
    }

    Path write(String name, String content) {
        try {
            return Files.writeString(path.resolve(name), content);
        } catch (IOException e) {
            throw new BackupFailed("Cannot write to %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        try (var files = Files.walk(path)) {
            for (var it : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(it);
            }
        } catch (IOException e) {
            throw new BackupFailed("Cannot delete %s: %s".formatted(path, e.getMessage()), e);
        }
    }
}
