package dev.bulkhead.media.library;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How much the disk still takes. */
@FunctionalInterface
interface FreeSpace {

    long bytes() throws IOException;

    static FreeSpace on(Path folder) {
        return () -> Files.getFileStore(folder).getUsableSpace();
    }

    /**
     * Whether a write failed because the disk, or the quota on it, is used up. Java tells only by
     * the operating system's message.
     */
    static boolean isUsedUp(IOException e) {
        var message =
                e instanceof FileSystemException refused ? refused.getReason() : e.getMessage();
        if (message == null) {
            return false;
        }
        var text = message.toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("quota exceeded")
                || text.contains("not enough space");
    }
}
