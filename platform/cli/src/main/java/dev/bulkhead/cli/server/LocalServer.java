package dev.bulkhead.cli.server;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Ending;
import dev.bulkhead.cli.process.Ports;
import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server of our own on loopback, with its data in this checkout. */
final class LocalServer implements PostgresServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Checkout checkout;
    private final Path folder;
    private final @Nullable Path installation;
    private final ServerPort port;
    private final int maxConnections;
    private final Supplier<String> password;

    /**
     * @param folder holds the data
     * @param installation whose programs to use, or null for the embedded ones
     * @param password of the administrator; asked for only when there is something to do
     */
    LocalServer(
            Checkout checkout,
            Path folder,
            @Nullable Path installation,
            ServerPort port,
            int maxConnections,
            Supplier<String> password) {
        this.checkout = checkout;
        this.folder = folder;
        this.installation = installation;
        this.port = port;
        this.maxConnections = maxConnections;
        this.password = password;
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public Optional<Running> runningNow() {
        return EmbeddedServer.running(folder)
                .flatMap(server -> ProcessIdentity.of(server.pid()).map(it -> running(server, it)));
    }

    @Override
    public Reached start(Screen.Step step) {
        var already = reachable();
        if (already.isPresent()) {
            return already.get();
        }
        var wanted = port.wanted();
        var actual = port.choose();
        step.doing("starting on port " + actual);
        var begun = System.nanoTime();
        var builder =
                EmbeddedServer.in(folder)
                        .port(actual)
                        .administratorPassword(password.get())
                        .setting("max_connections", String.valueOf(maxConnections));
        if (installation != null) {
            builder.installedIn(installation);
        }
        var server = builder.start();
        runningNow()
                .map(it -> it.readyAfter(Duration.ofNanos(System.nanoTime() - begun)))
                .ifPresent(checkout.running()::remember);
        var moved =
                actual == wanted
                        ? ""
                        : " (" + wanted + " is taken by " + Ports.holder(wanted) + ")";
        return access(server, kind() + ", port " + actual + moved);
    }

    @Override
    public Optional<Reached> reachable() {
        return EmbeddedServer.running(folder)
                .map(server -> access(server, "already runs on port " + server.port()));
    }

    @Override
    public void stop() {
        runningNow()
                .ifPresent(running -> {
                    // not pg_ctl: it trusts the id in postmaster.pid, whoever has it by now
                    var outcome = Ending.end(running.process(), Ending.Request.INT, PATIENCE);
                    if (outcome == Ending.Outcome.SURVIVED) {
                        throw Mistake.failure(
                                "PostgreSQL (pid "
                                        + running.process().pid()
                                        + ") does not stop; see "
                                        + folder.resolve("server.log")
                                        + ".");
                    }
                });
        checkout.running().forget(NAME);
    }

    private Running running(EmbeddedServer server, ProcessIdentity process) {
        return checkout.running()
                .find(NAME)
                .filter(it -> it.process().equals(process))
                .orElse(new Running(NAME, process, server.port(), false, "", null));
    }

    private Reached access(EmbeddedServer server, String note) {
        var administered =
                DatabaseServer.local(server.port(), EmbeddedServer.ADMINISTRATOR, password.get());
        return new Reached(administered.withHbaFile(server.hbaFile()), note);
    }

    private String kind() {
        return installation == null ? "embedded" : installation.toString();
    }

    /**
     * Which port it listens on.
     *
     * @param wanted first choice
     * @param fixed whether it must be that one
     * @param reserved for others
     */
    record ServerPort(int wanted, boolean fixed, Set<Integer> reserved) {

        int choose() {
            if (!fixed) {
                return Ports.nextFree(wanted, reserved);
            }
            if (!Ports.free(wanted)) {
                throw Mistake.failure(
                        "Port "
                                + wanted
                                + " for PostgreSQL is taken by "
                                + Ports.holder(wanted)
                                + ". Leave --port postgres=... away and the next free one is"
                                + " used.");
            }
            return wanted;
        }
    }
}
