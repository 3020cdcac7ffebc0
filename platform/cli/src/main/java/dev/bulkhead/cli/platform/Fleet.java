package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Ending;
import dev.bulkhead.cli.process.Ending.Outcome;
import dev.bulkhead.cli.process.Ending.Request;
import dev.bulkhead.cli.process.ProcessIdentity;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.process.Spawning;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.server.DatabaseServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The processes this launcher answers for. Once {@link #stop stopping} has begun nothing can be
 * added any more, so that no process slips in behind the back of a Ctrl-C.
 */
public final class Fleet {

    /** Spring ends open requests first; event streams may take as long as its own limit. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long GLANCE_MILLIS = 100;

    private final Checkout checkout;
    private final Screen screen;
    private final List<Manned> manned = new CopyOnWriteArrayList<>();
    private final ReentrantLock changing = new ReentrantLock();
    private volatile boolean stopping;
    private final List<PostgresServer> servers = new CopyOnWriteArrayList<>();

    private record Manned(Member member, Running running) {}

    public Fleet(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    /** Starts a process and remembers it, both or neither. */
    Running launch(
            Member member, List<String> command, Map<String, String> environment, String build) {
        changing.lock();
        try {
            refuseWhenStopping();
            var directory = checkout.data(member.key());
            Files.createDirectories(directory);
            var process =
                    Spawning.start(command, environment, directory, checkout.log(member.name()));
            var identity = ProcessIdentity.of(process.pid());
            if (identity.isEmpty()) {
                throw Mistake.failure(
                        member.name()
                                + " ended at once: "
                                + String.join(" ", LogTail.last(checkout.log(member.name()), 3)));
            }
            var running =
                    new Running(
                            member.name(),
                            identity.get(),
                            member.port(),
                            member.front(),
                            build,
                            null);
            manned.add(new Manned(member, running));
            checkout.running().remember(running);
            return running;
        } catch (IOException e) {
            throw Mistake.failure("Could not start " + member.name() + ": " + e.getMessage());
        } finally {
            changing.unlock();
        }
    }

    /** Takes over a process that an earlier launcher left. */
    void adopt(Member member, Running running) {
        changing.lock();
        try {
            manned.add(new Manned(member, running));
        } finally {
            changing.unlock();
        }
    }

    /** The same for what is known by its pid file only. */
    void adopt(Running running) {
        adopt(new Member(running.name(), running.name(), running.front(), running.port()), running);
    }

    /** Ends a process that has been taken over, to make room for another. */
    void replace(Running running) {
        changing.lock();
        try {
            refuseWhenStopping();
            end(List.of(running));
            manned.removeIf(it -> it.running().equals(running));
        } finally {
            changing.unlock();
        }
    }

    /** Takes over a server that an earlier launcher left. */
    void adopt(PostgresServer running) {
        servers.add(running);
    }

    /** The same, unless it is one of its own. */
    void adoptIfNew(PostgresServer running) {
        if (servers.stream().noneMatch(it -> it.name().equals(running.name()))) {
            adopt(running);
        }
    }

    /**
     * From before their start the servers belong to the fleet, so that an interrupted start is
     * undone too.
     */
    DatabaseServers start(Servers chosen) {
        changing.lock();
        try {
            refuseWhenStopping();
            servers.addAll(chosen.all());
            var step = screen.step("PostgreSQL");
            step.doing("starting");
            var started = chosen.start();
            var notes = started.notes();
            if (notes.size() == 1) {
                step.done(notes.values().iterator().next());
            } else {
                step.done(notes.size() + " servers");
                notes.forEach((name, note) -> screen.say("     %-16s %s".formatted(name, note)));
            }
            return started.servers();
        } finally {
            changing.unlock();
        }
    }

    boolean stopping() {
        return stopping;
    }

    void refuseWhenStopping() {
        if (stopping) {
            throw new Stopped();
        }
    }

    Optional<Member> firstDead() {
        return manned.stream().filter(it -> !it.running().alive()).map(Manned::member).findFirst();
    }

    Optional<PostgresServer> deadServer() {
        return servers.stream()
                .filter(PostgresServer::ours)
                .filter(it -> it.runningNow().isEmpty())
                .filter(it -> checkout.restoring(it.name()).holder().isEmpty())
                // it may have come back between the two questions
                .filter(it -> it.runningNow().isEmpty())
                .findFirst();
    }

    /** Gateway, then services, then the servers; gently; returns when all are gone. */
    public void stop() {
        stopping = true;
        endHelpersUntilQuiet();
        try {
            end(manned.stream().filter(it -> it.member().front()).map(Manned::running).toList());
            end(manned.stream().filter(it -> !it.member().front()).map(Manned::running).toList());
            manned.clear();
            stopServers();
        } finally {
            changing.unlock();
        }
    }

    private void stopServers() {
        var ending =
                servers.stream()
                        .filter(PostgresServer::ours)
                        .filter(it -> it.runningNow().isPresent())
                        .toList();
        ending.forEach(PostgresServer::askToStop);
        for (var server : ending) {
            var shared = server.name().equals(PostgresServer.SHARED);
            var step = screen.step(shared ? "PostgreSQL" : server.name());
            step.doing("stopping");
            server.stop();
            step.done("stopped, the data stay");
        }
        servers.clear();
    }

    /**
     * Programs of this launcher that run for a moment only, such as initdb. The server's own start
     * is waited for: cut short, it would leave a server that nobody has heard of.
     */
    private void endHelpersUntilQuiet() {
        do {
            endHelpers();
        } while (!quiet());
    }

    private boolean quiet() {
        try {
            return changing.tryLock(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            changing.lock();
            return true;
        }
    }

    private void endHelpers() {
        var members = manned.stream().map(it -> it.running().process().pid()).toList();
        var helpers =
                ProcessHandle.current()
                        .children()
                        .filter(it -> !members.contains(it.pid()))
                        .toList();
        helpers.stream().filter(it -> !startsServer(it)).forEach(ProcessHandle::destroy);
    }

    private static boolean startsServer(ProcessHandle helper) {
        return helper.info().command().filter(it -> it.endsWith("pg_ctl")).isPresent();
    }

    private void end(List<Running> processes) {
        var asked = processes.stream().filter(Running::alive).toList();
        asked.forEach(it -> Ending.ask(it.process(), Request.TERM));
        processes.forEach(it -> ended(it, asked.contains(it)));
    }

    private void ended(Running running, boolean asked) {
        var step = screen.step(running.name());
        step.doing("stopping");
        var outcome = Ending.end(running.process(), Request.TERM, PATIENCE);
        switch (outcome) {
            case ENDED, GONE_BEFORE -> step.done("stopped");
            case KILLED ->
                    step.done("killed: it did not stop within " + PATIENCE.toSeconds() + " s");
            case SURVIVED -> step.failed("still runs as pid " + running.process().pid());
        }
        if (outcome != Outcome.SURVIVED) {
            OwnClasses.of(checkout, running)
                    .settle(asked && outcome != Outcome.KILLED && wasReady(running));
            checkout.running().forget(running.name());
        }
    }

    private boolean wasReady(Running running) {
        return checkout.running()
                .remembered(running.name())
                .filter(it -> it.readyAfter() != null)
                .isPresent();
    }

    /** Somebody pressed Ctrl-C while more was to be started. */
    static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
