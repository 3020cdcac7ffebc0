package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.checkout.LauncherLock;
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
     * The manifest on a rung: the one asked for, else the one that runs, else the manifest's own.
     */
    public Manifest manifest(Optional<Isolation> asked) {
        var rung = asked.or(this::running);
        return Manifest.read(checkout.manifest(), rung.orElse(null));
    }

    private Optional<Isolation> running() {
        return somethingRuns() ? checkout.rungs().read().flatMap(Rungs::uniform) : Optional.empty();
    }

    /** Remembers the manifest's rungs, and says so where they are others than before. */
    void stepOn(Manifest manifest, Screen screen) {
        var wanted = Rungs.of(manifest);
        refuseBesideAnother(wanted);
        checkout.rungs()
                .read()
                .filter(it -> it.differs(wanted))
                .ifPresent(before ->
                        screen.say(
                                "From the rung %1$s to the rung %2$s, which has tables of its own. Nothing is copied: rows stored on %1$s stay there and show again on %1$s."
                                        .formatted(before, wanted)));
        checkout.rungs().write(wanted);
    }

    /** Refuses a manifest on another rung than what runs. */
    void refuseBesideAnother(Manifest manifest) {
        refuseBesideAnother(Rungs.of(manifest));
    }

    private void refuseBesideAnother(Rungs wanted) {
        var before = checkout.rungs().read();
        if (before.isPresent() && before.get().differs(wanted) && somethingRuns()) {
            throw Mistake.failure(
                    "What runs here is on the rung %s, not on %s: ./bulkhead down first, then ask again."
                            .formatted(before.get(), wanted));
        }
    }

    private boolean somethingRuns() {
        var running = checkout.running();
        return !Servers.running(checkout).isEmpty()
                || running.names().stream()
                        .filter(it -> !it.equals(LauncherLock.NAME))
                        .anyMatch(it -> running.find(it).isPresent());
    }
}
