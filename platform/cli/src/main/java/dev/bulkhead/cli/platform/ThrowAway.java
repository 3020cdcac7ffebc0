package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.server.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A place for a platform that is made to be attacked: its secrets, data and logs, deleted when the
 * work is done.
 */
public record ThrowAway(Checkout checkout) implements AutoCloseable {

    private static final String FOLDER = "throw-away";

    public static ThrowAway of(Checkout checkout) {
        checkout.prepare();
        var parent = checkout.state().resolve(FOLDER);
        try {
            Files.createDirectories(parent);
            leftovers(checkout, parent).forEach(ThrowAway::close);
            return at(checkout, Files.createTempDirectory(parent, ""));
        } catch (IOException e) {
            throw Mistake.failure("No platform can be set up in " + parent + ": " + e.getMessage());
        }
    }

    private static ThrowAway at(Checkout checkout, Path state) {
        return new ThrowAway(
                new Checkout(
                        checkout.root(),
                        checkout.manifest(),
                        state,
                        checkout.build(),
                        checkout.version()));
    }

    /** What a command left that was killed. */
    private static List<ThrowAway> leftovers(Checkout checkout, Path parent) throws IOException {
        try (var folders = Files.list(parent)) {
            return folders.map(it -> at(checkout, it)).filter(ThrowAway::isLeftover).toList();
        }
    }

    private boolean isLeftover() {
        checkout.prepare();
        try (var lock = checkout.lock()) {
            return lock.take() && Servers.running(checkout).isEmpty();
        }
    }

    @Override
    public void close() {
        try (var files = Files.walk(checkout.state())) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw Mistake.failure("Cannot delete " + checkout.state() + ": " + e.getMessage());
        }
    }
}
