package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.checkout.LauncherLock;
import dev.bulkhead.cli.checkout.RungsFile.Remembered;
import dev.bulkhead.cli.checkout.RungsFile.Rungs;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.util.Optional;

/** Where on the isolation ladder a checkout stands. It stands on one rung at a time. */
public record Ladder(Checkout checkout) {

    /**
     * The manifest to look at: on the rung asked for, else on the one that runs, else on its own.
     */
    public Manifest manifest(Optional<Isolation> asked) {
        var rung = asked.or(() -> running().flatMap(it -> it.used().uniform()));
        return Manifest.read(checkout.manifest(), rung.orElse(null));
    }

    /**
     * The manifest to bring about: the same, unless its own rungs were edited while it runs. Then
     * that is what is wanted, and {@link #stepOn} says what is in the way.
     */
    Manifest wanted(Optional<Isolation> asked) {
        var own = Manifest.read(checkout.manifest(), asked.orElse(null));
        var ownCounts = running().filter(it -> !it.written().differs(Rungs.of(own))).isEmpty();
        return asked.isPresent() || ownCounts ? own : manifest(asked);
    }

    private Optional<Remembered> running() {
        return somethingRuns() ? checkout.rungs().read() : Optional.empty();
    }

    /** Remembers the manifest's rungs, and says so where they are others than before. */
    void stepOn(Manifest manifest, Screen screen) {
        var wanted = Rungs.of(manifest);
        refuseBesideAnother(manifest);
        checkout.rungs()
                .read()
                .map(Remembered::used)
                .filter(it -> it.differs(wanted))
                .ifPresent(before ->
                        screen.say(
                                "From the rung %1$s to the rung %2$s, which has tables of its own. Nothing is copied: rows stored on %1$s stay there and show again on %1$s."
                                        .formatted(before, wanted)));
        checkout.rungs()
                .write(new Remembered(wanted, Rungs.of(Manifest.read(checkout.manifest()))));
    }

    /** Refuses a manifest on another rung than what runs. */
    void refuseBesideAnother(Manifest manifest) {
        var wanted = Rungs.of(manifest);
        running()
                .map(Remembered::used)
                .filter(it -> it.differs(wanted))
                .ifPresent(it -> {
                    throw Mistake.failure(
                            "What runs here is on the rung %s, not on %s: ./bulkhead down first, then ask again."
                                    .formatted(it, wanted));
                });
    }

    private boolean somethingRuns() {
        var running = checkout.running();
        return !Servers.running(checkout).isEmpty()
                || running.names().stream()
                        .filter(it -> !it.equals(LauncherLock.NAME))
                        .anyMatch(it -> running.find(it).isPresent());
    }
}
