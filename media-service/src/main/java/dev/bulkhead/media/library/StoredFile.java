package dev.bulkhead.media.library;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A file that was there when the library looked.
 *
 * @param modifiedAt as the file system says, cut to microseconds, which is what the database keeps
 */
public record StoredFile(LibraryPath path, Path file, long size, Instant modifiedAt) {}
