package dev.bulkhead.cli.server;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.embedded.Privileges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Where a server of ours has the Unix socket that pgBackRest needs, out of everybody's reach. */
final class Sockets {

    /** Longer paths do not fit into an address of a socket. */
    private static final int LONGEST = 107;

    private static final String FILE = "/.s.PGSQL.65535.lock";

    private Sockets() {}

    /** A folder beside the data, or a short one in the temporary folder where that is too long. */
    static Path of(Path serverFolder) {
        var beside = serverFolder.resolve("socket");
        if ((beside + FILE).getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return beside;
        }
        var name = UUID.nameUUIDFromBytes(serverFolder.toString().getBytes(StandardCharsets.UTF_8));
        var elsewhere =
                Path.of(
                        System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/tmp"),
                        "bulkhead-" + name);
        refuseForeign(elsewhere);
        return elsewhere;
    }

    /** In a folder that all may write to, somebody else could have made it first. */
    private static void refuseForeign(Path folder) {
        try {
            if (Files.exists(folder)
                    && !(Privileges.owns(folder)
                            && PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                                    .equals("rwx------"))) {
                throw Mistake.failure(
                        folder + " is not a private folder of yours; delete it, then try again.");
            }
        } catch (IOException e) {
            throw Mistake.failure("Cannot look at " + folder + ": " + e.getMessage());
        }
    }
}
