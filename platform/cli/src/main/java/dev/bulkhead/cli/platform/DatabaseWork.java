package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServers;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;

/**
 * Work on the databases alone: with the servers that run, or with some that run for as long as the
 * work takes.
 */
public final class DatabaseWork {

    private final Checkout checkout;
    private final Screen screen;
    private final DatabaseChoice choice;
    private final boolean archived;

    public DatabaseWork(Checkout checkout, Screen screen, DatabaseChoice choice) {
        this(checkout, screen, choice, true);
    }

    private DatabaseWork(
            Checkout checkout, Screen screen, DatabaseChoice choice, boolean archived) {
        this.checkout = checkout;
        this.screen = screen;
        this.choice = choice;
        this.archived = archived;
    }

    /** The same on servers that are not backed up, whatever the manifest says. */
    public DatabaseWork unarchived() {
        return new DatabaseWork(checkout, screen, choice, false);
    }

    /** Work that leaves roles and databases as they are. */
    public int reading(ToIntFunction<Provisioning> work) {
        checkout.prepare();
        return with(new Ladder(checkout).manifest(choice.isolation()), work);
    }

    /**
     * A look at servers as they are: none is started.
     *
     * @param look gets what runs, and the names of the servers that do not, as places have them
     */
    public <T> T asTheyAre(BiFunction<Provisioning, Set<String>, T> look) {
        checkout.prepare();
        var manifest = new Ladder(checkout).manifest(choice.isolation());
        var servers = servers(manifest);
        return look.apply(provisioning(manifest, servers.running()), servers.stopped());
    }

    /** Work that brings the databases to the chosen rung. */
    public int changing(ToIntFunction<Provisioning> work) {
        checkout.prepare();
        var ladder = new Ladder(checkout);
        var manifest = ladder.wanted(choice.isolation());
        var servers = servers(manifest); // refuses what makes no sense before anything is said
        ladder.stepOn(manifest, screen);
        return with(manifest, servers, work);
    }

    /** Work on the servers themselves, which run. */
    public int onServers(ToIntBiFunction<Provisioning, Servers> work) {
        checkout.prepare();
        var manifest = new Ladder(checkout).manifest(choice.isolation());
        var servers = servers(manifest);
        return with(manifest, servers, it -> work.applyAsInt(it, servers));
    }

    /** Work on the servers' files, whether they run or not. */
    public int onFiles(ToIntBiFunction<Manifest, Servers> work) {
        checkout.prepare();
        var manifest = new Ladder(checkout).manifest(choice.isolation());
        return work.applyAsInt(manifest, servers(manifest));
    }

    /** Work that starts no server and is left out where one does not run. */
    public void whereItRuns(Consumer<Provisioning> work) {
        var manifest = new Ladder(checkout).manifest(choice.isolation());
        servers(manifest).reachable().ifPresent(it -> work.accept(provisioning(manifest, it)));
    }

    private int with(Manifest manifest, ToIntFunction<Provisioning> work) {
        return with(manifest, servers(manifest), work);
    }

    private Servers servers(Manifest manifest) {
        return Servers.of(
                checkout,
                archived ? manifest : manifest.withoutBackup(),
                choice.servers(),
                _ -> OptionalInt.empty(),
                Members.ports(manifest));
    }

    private int with(Manifest manifest, Servers servers, ToIntFunction<Provisioning> work) {
        var reachable = servers.reachable();
        if (reachable.isPresent()) {
            return work.applyAsInt(provisioning(manifest, reachable.get()));
        }
        try (var lock = checkout.lock()) {
            if (!lock.take()) {
                throw Mistake.failure(
                        "PostgreSQL is being started or stopped in another terminal; try again in a"
                                + " moment.");
            }
            return withStarted(manifest, servers, work);
        }
    }

    private int withStarted(Manifest manifest, Servers servers, ToIntFunction<Provisioning> work) {
        var fleet = new Fleet(checkout, screen);
        var undo = Thread.ofPlatform().unstarted(fleet::stop);
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            fleet.start(servers.notRunning());
            var reachable =
                    servers.reachable()
                            .orElseThrow(() -> Mistake.failure("PostgreSQL has ended again."));
            return work.applyAsInt(provisioning(manifest, reachable));
        } finally {
            fleet.stop();
        }
    }

    private Provisioning provisioning(Manifest manifest, DatabaseServers servers) {
        return new Provisioning(manifest, servers, new Secrets(checkout.secrets()));
    }
}
