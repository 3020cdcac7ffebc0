package dev.bulkhead.media.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Received content that has no place in the library yet. Closing it throws it away. */
public final class Arrival implements AutoCloseable {

    private final Path file;
    private final long size;
    private final Instant modifiedAt;
    private final String hash;

    Arrival(Path file, long size, Instant modifiedAt, String hash) {
        this.file = file;
        this.size = size;
        this.modifiedAt = modifiedAt;
        this.hash = hash;
    }

    public Path file() {
        return file;
    }

    public long size() {
        return size;
    }

    public Instant modifiedAt() {
        return modifiedAt;
    }

    /** SHA-256, hexadecimal. */
    public String hash() {
        return hash;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file); // gone already if it was shelved
    }
}
