package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.checkout.LauncherLock;
import dev.bulkhead.cli.process.Ending;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.Servers;
import java.time.Duration;
import java.util.List;

/** {@code ./bulkhead down}: whoever started it, and however that one ended. */
public final class StoppingPlatform {

    /** A launcher that is asked to end stops everything itself, in order. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Checkout checkout;
    private final Screen screen;

    public StoppingPlatform(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    public int run() {
        checkout.prepare();
        try (var lock = checkout.lock()) {
            var asked = false;
            while (!lock.take()) {
                var known = lock.holder();
                if (known.isEmpty()) {
                    takeFromNobody(lock);
                    break;
                }
                var holder = known.get();
                screen.say(
                        "Asking the launcher in the other terminal (pid "
                                + holder.pid()
                                + ") to stop.");
                Ending.ask(holder, Ending.Request.TERM);
                asked = true;
                if (!Ending.until(() -> !holder.alive(), PATIENCE)) {
                    throw Mistake.failure(
                            "The launcher (pid "
                                    + holder.pid()
                                    + ") does not end; kill it with `kill -9 "
                                    + holder.pid()
                                    + "`, then run ./bulkhead down again.");
                }
            }
            var stopped = stopWhatRuns();
            if (!stopped && !asked) {
                screen.say("Nothing runs.");
            }
            return ExitCode.OK;
        }
    }

    /** A process that has ended holds the lock until the last of its threads is gone. */
    private static void takeFromNobody(LauncherLock lock) {
        if (!Ending.until(lock::take, GRACE)) {
            throw Mistake.failure("Another ./bulkhead is at work here; try again.");
        }
    }

    /** Goes by what is there and not by the manifest, which may have changed since. */
    private boolean stopWhatRuns() {
        var folder = checkout.running();
        var applications =
                folder.names().stream()
                        .filter(it -> !PostgresServer.isName(it))
                        .filter(it -> !it.equals(LauncherLock.NAME))
                        .toList();
        var fleet = new Fleet(checkout, screen);
        var running = applications.stream().flatMap(it -> folder.find(it).stream()).toList();
        running.forEach(fleet::adopt);
        fleet.stop();
        var servers = Servers.running(checkout);
        stop(servers);
        folder.names().stream()
                .filter(PostgresServer::isName)
                .filter(it -> folder.find(it).isEmpty())
                .forEach(folder::forget);
        applications.stream().filter(it -> folder.find(it).isEmpty()).forEach(folder::forget);
        return !running.isEmpty() || !servers.isEmpty();
    }

    private void stop(List<PostgresServer> servers) {
        var fleet = new Fleet(checkout, screen);
        servers.forEach(fleet::adopt);
        fleet.stop();
    }
}
