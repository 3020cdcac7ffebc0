package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.FilesHere;
import dev.bulkhead.cli.screen.Mistake;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Says that a verb is about whole servers instead of one service's database. */
final class ServerMixin {

    @Option(
            names = "--server",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "The whole server, with every database, through pgBackRest: each one, or the"
                            + " one of that name (or of that service, on the rung server).")
    private @Nullable String server;

    @Option(
            names = "--data-folder",
            paramLabel = "FOLDER",
            description =
                    "With --postgres=URL: the data folder of that server, which is on this"
                            + " machine.")
    private @Nullable Path data;

    @Option(
            names = "--socket-folder",
            paramLabel = "FOLDER",
            description = "With --data-folder: the folder with that server's Unix socket.")
    private Path socket = Path.of("/var/run/postgresql");

    boolean given() {
        return server != null;
    }

    /** The server's name, empty for all of them. */
    String name() {
        return server == null ? "" : server;
    }

    Optional<FilesHere> files() {
        if (data != null && server == null) {
            throw Mistake.usage("--data-folder belongs to --server.");
        }
        return Optional.ofNullable(data).map(it -> new FilesHere(it, socket));
    }
}
