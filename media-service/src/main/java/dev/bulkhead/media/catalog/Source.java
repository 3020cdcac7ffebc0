package dev.bulkhead.media.catalog;

import dev.bulkhead.media.library.LibraryPath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a video's bytes are, and what they were when last read.
 *
 * @param hash SHA-256 of the content that was of this size and time; null if it was never read
 */
public record Source(
        LibraryPath path,
        String name,
        String mimeType,
        @Nullable String hash,
        long size,
        Instant modifiedAt) {}
