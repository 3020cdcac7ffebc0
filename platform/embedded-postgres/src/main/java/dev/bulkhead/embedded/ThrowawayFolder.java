package dev.bulkhead.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A temporary folder that nobody else reads and that goes with this JVM, as a throw-away server's
 * does. If the JVM is killed, whoever makes the next one clears it away.
 */
public final class ThrowawayFolder implements AutoCloseable {

    private final Path path;

    private ThrowawayFolder(Path path) {
        this.path = path;
    }

    public static ThrowawayFolder create() {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static ThrowawayFolder create(Path parent) {
        try {
            var folder = new ThrowawayFolder(Leftovers.newFolder(parent));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(folder::close));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary folder can be made in " + parent, e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + path, e);
        }
    }
}
