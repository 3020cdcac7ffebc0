package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.ServerChoice;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/**
 * Work on the databases alone: with the server that runs, or with one that runs for as long as the
 * work takes.
 */
public final class DatabaseWork {

    private final Checkout checkout;
    private final Screen screen;

    public DatabaseWork(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    public int with(ServerChoice choice, ToIntFunction<Databases> work) {
        checkout.prepare();
        var manifest = Manifest.read(checkout.manifest());
        var secrets = new Secrets(checkout.secrets());
        var members = new Members(checkout, manifest, new PortChoices(Map.of()));
        var server =
                Servers.of(checkout, manifest, secrets)
                        .get(choice, OptionalInt.empty(), members.ports());
        var running = server.reachable();
        if (running.isPresent()) {
            return work.applyAsInt(
                    new Databases(manifest, running.get().server(), secrets, screen));
        }
        try (var lock = checkout.lock()) {
            if (!lock.take()) {
                throw Mistake.failure(
                        "PostgreSQL is being started or stopped in another terminal; try again in a"
                                + " moment.");
            }
            return withStarted(server, manifest, secrets, work);
        }
    }

    private int withStarted(
            PostgresServer server,
            Manifest manifest,
            Secrets secrets,
            ToIntFunction<Databases> work) {
        var fleet = new Fleet(checkout, screen);
        var undo = Thread.ofPlatform().unstarted(fleet::stop);
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            var step = screen.step("PostgreSQL");
            var reached = fleet.start(server, step);
            step.done(reached.note());
            return work.applyAsInt(new Databases(manifest, reached.server(), secrets, screen));
        } finally {
            fleet.stop();
        }
    }
}
