package dev.bulkhead.cli.checkout;

import dev.bulkhead.cli.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says that a server is away because it is being restored, so that whoever watches it does not take
 * it for dead. It counts for as long as the process lives that left it.
 */
public final class RestoreMark implements AutoCloseable {

    private static final String SUFFIX = ".restoring";

    private final Path file;

    RestoreMark(Path run, String server) {
        this.file = run.resolve(server + SUFFIX);
    }

    /** False when another process restores the server. */
    public boolean take() {
        if (holder().isPresent()) {
            return false;
        }
        var own = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
        try {
            Files.writeString(file, own.pid() + " " + own.started());
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who restores the server now. */
    public Optional<ProcessIdentity> holder() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            var words = Files.readString(file).split(" ", 2);
            return words.length == 2 && words[0].matches("\\d{1,9}")
                    ? Optional.of(new ProcessIdentity(Long.parseLong(words[0]), words[1]))
                            .filter(ProcessIdentity::alive)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it was taken away just now
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
