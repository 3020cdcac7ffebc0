package dev.bulkhead.cli.server;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Ending;
import dev.bulkhead.cli.process.Ports;
import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.embedded.EmbeddedServerFailed;
import dev.bulkhead.embedded.FreePorts;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.toolbox.archive.ServerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server of our own on loopback, with its data in this checkout. */
final class LocalServer implements PostgresServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 3;

    private final Checkout checkout;
    private final String name;
    private final Path folder;
    private final @Nullable Path installation;
    private final ServerPort port;
    private final Map<String, String> settings;
    private final Optional<Archiving> archiving;
    private final Supplier<String> password;
    private int chosen;

    /**
     * @param folder holds the data
     * @param installation whose programs to use, or null for the embedded ones
     * @param settings of postgresql.conf
     * @param archiving how its log is archived, if it is
     * @param password of the administrator; asked for only when there is something to do
     */
    LocalServer(
            Checkout checkout,
            String name,
            Path folder,
            @Nullable Path installation,
            ServerPort port,
            Map<String, String> settings,
            Optional<Archiving> archiving,
            Supplier<String> password) {
        this.checkout = checkout;
        this.name = name;
        this.folder = folder;
        this.installation = installation;
        this.port = port;
        this.settings = Map.copyOf(settings);
        this.archiving = archiving;
        this.password = password;
    }

    @Override
    public String name() {
        return name;
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
    public void choosePort() {
        if (chosen == 0 && runningNow().isEmpty()) {
            chosen = port.choose();
        }
    }

    @Override
    public Reached start() {
        var already = reachable();
        if (already.isPresent()) {
            return already.get();
        }
        choosePort();
        var begun = System.nanoTime();
        var server = startOnSomePort();
        runningNow()
                .map(it -> it.readyAfter(Duration.ofNanos(System.nanoTime() - begun)))
                .ifPresent(checkout.running()::remember);
        var wanted = port.wanted();
        var moved =
                chosen == wanted
                        ? ""
                        : " (" + wanted + " is taken by " + Ports.holder(wanted) + ")";
        return access(server, kind() + ", port " + chosen + moved);
    }

    /** Between finding a free port and taking it, somebody else may take it. */
    private EmbeddedServer startOnSomePort() {
        for (var left = PORT_ATTEMPTS; ; left--) {
            try {
                return startOnChosenPort();
            } catch (EmbeddedServerFailed e) {
                if (left <= 1 || port.fixed() || FreePorts.free(chosen)) {
                    throw e;
                }
                chosen = port.choose();
            }
        }
    }

    private EmbeddedServer startOnChosenPort() {
        var builder = EmbeddedServer.in(folder).port(chosen).administratorPassword(password.get());
        settings.forEach(builder::setting);
        archiving
                .map(it -> it.settings(serverFiles(), password.get()))
                .ifPresent(it -> it.forEach(builder::setting));
        if (installation != null) {
            builder.installedIn(installation);
        }
        var server = builder.start();
        archiving.ifPresent(it -> it.begin(serverFiles(), password.get()));
        return server;
    }

    @Override
    public Optional<Reached> reachable() {
        return EmbeddedServer.running(folder)
                .map(server -> access(server, "already runs on port " + server.port()));
    }

    @Override
    public void keepPort() {
        runningNow().ifPresent(it -> chosen = it.port());
    }

    @Override
    public Optional<LocalFiles> files() {
        return Optional.of(new LocalFiles(serverFiles(), installation, settings));
    }

    /** The stanza is called after the folder: an installed server is another than the embedded. */
    private ServerFiles serverFiles() {
        return new ServerFiles(
                String.valueOf(folder.getFileName()),
                folder.resolve("data"),
                Sockets.of(folder),
                runningNow().map(Running::port).orElse(chosen == 0 ? port.wanted() : chosen),
                EmbeddedServer.ADMINISTRATOR,
                EmbeddedServer.majorVersion(installation));
    }

    @Override
    public void askToStop() {
        runningNow().ifPresent(it -> Ending.ask(it.process(), Ending.Request.INT));
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
        checkout.running().forget(name);
    }

    @Override
    public void discard() {
        stop();
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw Mistake.failure("Cannot delete " + folder + ": " + e.getMessage());
        }
    }

    private Running running(EmbeddedServer server, ProcessIdentity process) {
        return checkout.running()
                .find(name)
                .filter(it -> it.process().equals(process))
                .orElse(new Running(name, process, server.port(), false, "", null));
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
     * @param server whose port it is, as {@code --port} names it
     * @param wanted first choice
     * @param fixed whether it must be that one
     * @param reserved for others; grows by what is chosen here
     */
    record ServerPort(String server, int wanted, boolean fixed, Set<Integer> reserved) {

        int choose() {
            if (fixed && !FreePorts.free(wanted)) {
                throw Mistake.failure(
                        "Port "
                                + wanted
                                + " for PostgreSQL is taken by "
                                + Ports.holder(wanted)
                                + ". Leave --port "
                                + server
                                + "=... away and the next free one is used.");
            }
            synchronized (reserved) { // servers start side by side
                var port = fixed ? wanted : Ports.nextFree(wanted, reserved);
                reserved.add(port);
                return port;
            }
        }
    }
}
