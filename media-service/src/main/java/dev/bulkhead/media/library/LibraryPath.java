package dev.bulkhead.media.library;

import java.util.Arrays;

/**
 * Where a file lies in the library: relative, separated by slashes, and never leading out of it.
 *
 * <p>No segment is empty or begins with a dot, which rules out absolute paths, <code>..</code> and
 * the folders that the library keeps for itself.
 */
public record LibraryPath(String value) {

    public LibraryPath {
        if (value.indexOf('\0') >= 0
                || Arrays.stream(value.split("/", -1))
                        .anyMatch(it -> it.isEmpty() || it.startsWith("."))) {
            throw new IllegalArgumentException("Not a path inside the library");
        }
    }

    /** The last segment: what the file is called in its folder. */
    public String fileName() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return value;
    }
}
