package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.checkout.LauncherLock;
import dev.bulkhead.cli.checkout.RungsFile.Remembered;
import dev.bulkhead.cli.checkout.RungsFile.Rungs;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.ServerChoices;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.ManifestEdit;
import dev.bulkhead.provisioning.plan.MoveMark;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServers;
import dev.bulkhead.toolbox.move.AddressFile;
import dev.bulkhead.toolbox.move.Moving;
import dev.bulkhead.toolbox.move.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes a service to a server of its own while the platform runs. */
public final class MovingService implements AutoCloseable {

    private final Checkout checkout;
    private final Screen screen;
    private final DatabaseChoice choice;
    private final String service;
    private final AddressFile address;
    private final LauncherLock lock;
    private @Nullable Fleet ownFleet;

    /**
     * @param address the file that tells the service where its database is; null for the launcher's
     */
    public MovingService(
            Checkout checkout,
            Screen screen,
            DatabaseChoice choice,
            String service,
            @Nullable Path address) {
        this.checkout = checkout;
        this.screen = screen;
        this.choice = choice;
        this.service = service;
        this.lock = checkout.lock();
        this.address = new AddressFile(address == null ? checkout.address(service) : address);
    }

    /** Begins, or goes on where an earlier attempt was ended. */
    public void move() {
        checkout.prepare();
        var now = now();
        refuseRung(now);
        var edit = edit(now);
        var then = Manifest.of(checkout.manifest(), edit.text());
        refuseReaders(then);
        var old = provisioning(old(now), choices(now));
        var moved = Moving.mark(old, service).filter(MoveMark::gone).isPresent();
        if (!moved && now.service(service).isolation() == Isolation.SERVER) {
            throw Mistake.failure(
                    "%s has a server of its own already, and no move is under way."
                            .formatted(service));
        }
        if (!moved) {
            Moving.check(old, service, address, steps());
        }
        var servers = servers(then, choice.servers());
        var provisioning = started(then, servers);
        try (var moving = moving(old, provisioning, own(servers))) {
            if (moved) {
                screen.say("  ok %-16s an earlier attempt has moved it".formatted("switch"));
                moving.redirect();
            } else {
                moving.prepareTarget();
                moving.replicate();
                moving.compare();
                moving.switchOver();
            }
            write(edit);
            remember(then);
            moving.cleanUp();
            if (moving.hasLeft()) {
                new Databases(provisioning, screen, choice::command).create();
            } else {
                screen.say(
                        "Somebody of %s still reads the old tables; later, %s closes its way there."
                                .formatted(service, choice.command("create")));
            }
        }
        screen.say("");
        screen.say(
                "%s serves from a server of its own now. What it left is for reading only; when nobody misses anything, %s takes it away."
                        .formatted(service, again(" --drop-old")));
    }

    /** Back to as it was. */
    public void undo() {
        checkout.prepare();
        var now = now();
        refuseRung(now);
        var old = provisioning(old(now), choices(now));
        Moving.mark(old, service)
                .filter(MoveMark::gone)
                .ifPresent(it -> {
                    throw Mistake.failure(
                            "%s serves from %s since %s, and what was written since is only there, so this cannot be undone. %s finishes the move."
                                    .formatted(service, it.where(), it.since(), again("")));
                });
        if (now.service(service).isolation() == Isolation.SERVER) {
            throw Mistake.failure("No move of %s is under way.".formatted(service));
        }
        var then = Manifest.of(checkout.manifest(), edit(now).text());
        var servers = servers(then, choice.servers());
        var own = own(servers);
        try (var moving = moving(old, started(then, servers), own)) {
            moving.undo();
        }
        own.discard();
    }

    /**
     * The platform with the service where it was, for taking away what it left there.
     *
     * @param work gets it, and what to say of it
     */
    public void dropOld(BiConsumer<Provisioning, MoveMark> work) {
        checkout.prepare();
        var now = now();
        if (now.service(service).isolation() != Isolation.SERVER) {
            throw Mistake.failure(
                    "%s is on the rung %s and has left nothing behind; %s moves it."
                            .formatted(
                                    service,
                                    now.service(service).isolation().word(),
                                    again("").strip()));
        }
        var old = provisioning(old(now), choices(now));
        var mark =
                Moving.mark(old, service)
                        .filter(MoveMark::gone)
                        .orElseThrow(() ->
                                Mistake.failure("%s has left nothing behind.".formatted(service)));
        var own = provisioning(now, choice.servers());
        if (!own.exists(own.database(service)) || own.schema(service).version().isEmpty()) {
            throw Mistake.failure(
                    "%s has no tables on its own server; what it left behind may be all there is, so it is kept."
                            .formatted(service));
        }
        var connected = old.connected(service);
        if (!connected.isEmpty()) {
            throw Mistake.failure(
                    "%s is still connected to what it left: %s. Nothing was changed."
                            .formatted(
                                    service,
                                    connected.stream()
                                            .map(Object::toString)
                                            .collect(Collectors.joining(", "))));
        }
        work.accept(old, mark);
    }

    /** What runs, or what the manifest says. */
    private Manifest now() {
        if (choice.isolation().isPresent()) {
            throw Mistake.usage(
                    "A move is written into the manifest, and --isolation overrules it: leave it"
                            + " away.");
        }
        var written = Manifest.read(checkout.manifest());
        if (written.services().stream().noneMatch(it -> it.name().equals(service))) {
            throw Mistake.usage(
                    "There is no service %s; the manifest has %s."
                            .formatted(
                                    service,
                                    written.services().stream()
                                            .map(it -> it.name())
                                            .collect(Collectors.joining(", "))));
        }
        checkout.rungs()
                .read()
                .filter(it -> it.used().differs(it.written()))
                .map(Remembered::used)
                .ifPresent(it -> {
                    throw Mistake.failure(
                            "What runs here was put on the rung %s by an option; a move is written into the manifest, so write that rung there first."
                                    .formatted(it));
                });
        return written;
    }

    private void refuseRung(Manifest now) {
        if (now.service(service).isolation() == Isolation.PREFIX) {
            throw Mistake.failure(
                    "%s is on the rung prefix, where its tables and its user have other names than on a server of its own: it cannot move without a restart. Put it on the rung schema or database first."
                            .formatted(service));
        }
    }

    /** Their queries would go on asking the old server. */
    private void refuseReaders(Manifest then) {
        var readers =
                then.services().stream()
                        .filter(it -> it.reads().contains(service))
                        .map(it -> it.name())
                        .toList();
        if (!readers.isEmpty()) {
            throw Mistake.failure(
                    "%s cannot be moved: %s %s its views where they are now. Nothing was changed."
                            .formatted(
                                    service,
                                    String.join(", ", readers),
                                    readers.size() == 1 ? "reads" : "read"));
        }
    }

    private ManifestEdit edit(Manifest now) {
        try {
            return ManifestEdit.isolation(Files.readString(now.file()), service, Isolation.SERVER)
                    .orElseThrow(() ->
                            Mistake.failure(
                                    "%s writes %s in a way that has no line to change: give it a block of lines first. Nothing was changed."
                                            .formatted(checkout.shown(now.file()), service)));
        } catch (IOException e) {
            throw Mistake.failure("Cannot read %s: %s".formatted(now.file(), e.getMessage()));
        }
    }

    /** The manifest with the service where its tables are or were before. */
    private Manifest old(Manifest now) {
        if (now.service(service).isolation() != Isolation.SERVER) {
            return now;
        }
        var candidates =
                List.of(Isolation.DATABASE, Isolation.SCHEMA).stream()
                        .map(rung -> now.with(service, rung))
                        .toList();
        return candidates.stream()
                .filter(it -> Moving.mark(provisioning(it, choices(it)), service).isPresent())
                .findFirst()
                .orElse(candidates.getFirst());
    }

    private ServerChoices choices(Manifest manifest) {
        return manifest.service(service).isolation() == Isolation.SERVER
                ? choice.servers()
                : choice.servers().without(service);
    }

    private Provisioning provisioning(Manifest manifest, ServerChoices choices) {
        var servers = servers(manifest, choices);
        return new Provisioning(
                manifest,
                servers.reachable().orElseGet(() -> runForNow(servers)),
                new Secrets(checkout.secrets()));
    }

    /**
     * A platform that was stopped in the middle of a move may be refused its next start until the
     * move is finished, so the servers can be had without it.
     */
    private DatabaseServers runForNow(Servers servers) {
        if (ownFleet == null) {
            if (!lock.take()) {
                throw Mistake.failure(
                        "PostgreSQL is being started or stopped in another terminal; try again in a"
                                + " moment.");
            }
            var fleet = new Fleet(checkout, screen);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(fleet::stop));
            ownFleet = fleet;
        }
        ownFleet.start(servers.notRunning());
        return servers.reachable()
                .orElseThrow(() -> Mistake.failure("PostgreSQL has ended again."));
    }

    /** Stops what was started for the move alone. */
    @Override
    public void close() {
        if (ownFleet != null) {
            ownFleet.stop();
        }
        lock.close();
    }

    private Servers servers(Manifest manifest, ServerChoices choices) {
        return Servers.of(
                checkout, manifest, choices, _ -> OptionalInt.empty(), Members.ports(manifest));
    }

    private PostgresServer own(Servers servers) {
        return servers.all().stream()
                .filter(it -> it.name().equals(PostgresServer.nameOf(service)))
                .findFirst()
                .orElseThrow();
    }

    /** With the new server, which runs from now on, as long as the others do. */
    private Provisioning started(Manifest then, Servers servers) {
        if (ownFleet != null) {
            return new Provisioning(then, runForNow(servers), new Secrets(checkout.secrets()));
        }
        var name = PostgresServer.nameOf(service);
        var step = screen.step("server");
        step.doing("starting");
        var started = servers.start();
        step.done(name + ": " + started.notes().get(name));
        return new Provisioning(then, started.servers(), new Secrets(checkout.secrets()));
    }

    private Moving moving(Provisioning old, Provisioning then, PostgresServer own) {
        return new Moving(
                old,
                then,
                service,
                address,
                own.ours() ? checkout.state().resolve("run/move-" + service + ".pgpass") : null,
                steps());
    }

    /** The line that makes the next start look for the tables where they are now. */
    private void write(ManifestEdit edit) {
        var step = screen.step("manifest");
        var file = checkout.manifest();
        try {
            if (!Files.readString(file).equals(edit.text())) {
                var draft = file.resolveSibling("." + file.getFileName() + ".new");
                Files.writeString(draft, edit.text());
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            step.done("%s: %s, %s".formatted(checkout.shown(file), service, edit.line()));
        } catch (IOException e) {
            step.failed(
                    "cannot be written here: write \"%s\" under %s into %s yourself, before the next start"
                            .formatted(edit.line(), service, file));
        }
    }

    /** What runs is on these rungs now, so that nobody takes it for another platform. */
    private void remember(Manifest then) {
        var rungs = Rungs.of(then);
        checkout.rungs().write(new Remembered(rungs, rungs));
    }

    private String again(String option) {
        return choice.command("move %s --to server%s".formatted(service, option));
    }

    private Progress steps() {
        return new Progress() {

            private Screen.@Nullable Step step;

            @Override
            public void begins(String name) {
                step = screen.step(name);
            }

            @Override
            public void doing(String what) {
                Objects.requireNonNull(step).doing(what);
            }

            @Override
            public void done(String what) {
                Objects.requireNonNull(step).done(what);
            }
        };
    }
}
