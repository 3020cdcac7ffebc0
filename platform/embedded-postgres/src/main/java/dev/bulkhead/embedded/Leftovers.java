package dev.bulkhead.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Folders of throw-away servers whose JVM and watcher were both killed: the next one clears them
 * away.
 */
final class Leftovers {

    static final String PREFIX = "bulkhead-postgres-";

    private static final String OWNER = "jvm";

    private Leftovers() {}

    /** A folder for one of this JVM, after those that nobody has any more are gone. */
    static Path newFolder(Path parent) throws IOException {
        clear(parent);
        var folder = Files.createTempDirectory(parent, PREFIX); // mode 0700
        claim(folder);
        return folder;
    }

    /** Notes whose folder it is: a process id alone may be somebody else's tomorrow. */
    static void claim(Path folder) throws IOException {
        Files.writeString(folder.resolve(OWNER), identity(ProcessHandle.current()));
    }

    static void clear(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var folder : folders) {
                if (isOrphan(folder)) {
                    new Installation(folder, null).stop("immediate");
                    Folders.delete(folder);
                }
            }
        } catch (IOException | EmbeddedServerFailed e) {
            // another user's, or another process clears it now
        }
    }

    private static boolean isOrphan(Path folder) throws IOException {
        var owner = folder.resolve(OWNER);
        if (!Files.isReadable(owner)) {
            return false; // being made, or being deleted
        }
        var identity = Files.readString(owner);
        var pid = identity.split(" ")[0];
        return !pid.matches("\\d+")
                || ProcessHandle.of(Long.parseLong(pid))
                        .map(it -> !identity(it).equals(identity))
                        .orElse(true);
    }

    private static String identity(ProcessHandle process) {
        return "%d %s"
                .formatted(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }
}
