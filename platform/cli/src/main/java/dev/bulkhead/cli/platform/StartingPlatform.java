package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.checkout.LauncherLock;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * {@code ./bulkhead up}: from nothing, or from whatever runs already, to a platform that is ready.
 */
public final class StartingPlatform {

    private static final int LOG_LINES = 20;
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Checkout checkout;
    private final Screen screen;
    private final Launch launch;
    private final Manifest manifest;
    private final Secrets secrets;
    private final Members members;
    private final Servers servers;
    private final Survey survey;
    private final Fleet fleet;
    private final Applications applications;

    public StartingPlatform(Checkout checkout, Screen screen, Launch launch) {
        this.checkout = checkout;
        this.screen = screen;
        this.launch = launch;
        this.manifest = Manifest.read(checkout.manifest());
        this.secrets = new Secrets(checkout.secrets());
        this.members = new Members(manifest, launch.ports());
        this.servers = Servers.of(checkout, manifest, secrets);
        this.survey = new Survey(checkout, members.all(), servers.local());
        this.fleet = new Fleet(checkout, screen);
        this.applications = new Applications(checkout);
    }

    /** Returns when everything is ready and detached, or when it has ended. */
    public int run() {
        checkout.prepare();
        try (var lock = checkout.lock()) {
            if (!lock.take()) {
                return alreadyLaunched(lock);
            }
            return underLock();
        }
    }

    private int alreadyLaunched(LauncherLock lock) {
        var who = lock.holder().map(it -> " (pid " + it.pid() + ")").orElse("");
        var ready = survey.allReady();
        screen.say(
                ready
                        ? "Bulkhead runs already, started in another terminal"
                                + who
                                + ". Nothing to do."
                        : "Bulkhead is being started or stopped in another terminal"
                                + who
                                + ". Nothing was done.");
        screen.say("");
        screen.say(survey.status());
        return ready ? ExitCode.OK : ExitCode.FAILURE;
    }

    private int underLock() {
        refuseMovingWhatRuns();
        if (survey.allReady() && (survey.server().isPresent() || !ours())) {
            screen.say("Bulkhead runs already. Nothing to do; ./bulkhead down stops it.");
            if (survey.alive().stream().anyMatch(it -> !it.build().equals(checkout.buildName()))) {
                screen.say("The sources have changed since: ./bulkhead down, then up, takes them.");
            }
            screen.say("");
            screen.say(survey.started());
            return ExitCode.OK;
        }
        var undo = Thread.ofPlatform().unstarted(this::stopEverything);
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            start();
            if (launch.detached()) {
                Runtime.getRuntime().removeShutdownHook(undo);
                return ExitCode.OK;
            }
            return watch();
        } catch (RuntimeException e) {
            if (fleet.stopping()) {
                return waitForTheEnd();
            }
            fleet.stop();
            Runtime.getRuntime().removeShutdownHook(undo);
            throw e;
        }
    }

    private boolean ours() {
        return server().ours();
    }

    private PostgresServer server() {
        return servers.get(
                launch.server(), launch.ports().of(PostgresServer.NAME), members.ports());
    }

    private void start() {
        var keep = leftovers();
        var toStart = members.all().stream().filter(it -> !keep.containsKey(it.name())).toList();
        if (keep.isEmpty() && survey.server().isEmpty()) {
            applications.deleteOtherBuilds();
        }
        var spokenFor = new TreeSet<>(members.ports());
        BusyPorts.refuse(toStart, spokenFor);
        screen.say("Starting Bulkhead in " + checkout.root());

        var unpacking = screen.step("applications");
        unpacking.doing("unpacking");
        applications.unpack(toStart);
        unpacking.done(toStart.size() + " to start");

        var postgres = screen.step("PostgreSQL");
        var reached = fleet.start(server(), postgres);
        postgres.done(reached.note());

        var databases = new Databases(manifest, reached.server(), secrets, screen);
        databases.create();
        databases.migrate();
        databases.seed(launch.seeds());

        keep.forEach((name, running) -> fleet.adopt(member(name), running));
        var begun = System.nanoTime();
        var starting = new LinkedHashMap<Member, Running>();
        for (var member : toStart) {
            var environment =
                    Surroundings.of(
                            System.getenv(),
                            checkout.root().resolve(member.name()),
                            members.environment(member, reached.server(), secrets));
            starting.put(member, fleet.launch(member, applications.command(member), environment));
        }
        waitUntilReady(starting, begun);
        screen.say("");
        screen.say(survey.started());
        screen.say("");
        goodbye();
    }

    private void refuseMovingWhatRuns() {
        for (var running : survey.alive()) {
            var wanted = launch.ports().of(member(running.name()).key());
            if (wanted.orElse(running.port()) != running.port()) {
                throw Mistake.failure(
                        running.name()
                                + " runs already, on port "
                                + running.port()
                                + "; ./bulkhead down first, then start it on another.");
            }
        }
    }

    /** What an earlier launcher left behind: kept when it fits, replaced when it does not. */
    private Map<String, Running> leftovers() {
        var kept = new LinkedHashMap<String, Running>();
        for (var running : survey.alive()) {
            var member = member(running.name());
            if (running.build().equals(checkout.buildName())
                    && running.port() == member.port()
                    && Readiness.ready(member, running.process())) {
                kept.put(running.name(), running);
            } else {
                screen.say(
                        running.name()
                                + " (pid "
                                + running.process().pid()
                                + ") is left from an earlier start; replacing it.");
                Fleet.ended(checkout, screen, running);
            }
        }
        if (!kept.isEmpty()) {
            screen.say(
                    "Still running from an earlier start and kept: "
                            + String.join(", ", kept.keySet())
                            + ".");
        }
        return kept;
    }

    private Member member(String name) {
        return members.all().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void waitUntilReady(Map<Member, Running> starting, long begun) {
        var step = screen.step("applications");
        var waiting = new ArrayList<>(starting.keySet());
        while (!waiting.isEmpty()) {
            step.doing("waiting for " + names(waiting));
            fleet.firstDead().ifPresent(dead -> failed(step, dead, "ended while it started"));
            for (var member : List.copyOf(waiting)) {
                if (Readiness.ready(member, starting.get(member).process())) {
                    var took = Duration.ofNanos(System.nanoTime() - begun);
                    checkout.running().remember(starting.get(member).readyAfter(took));
                    waiting.remove(member);
                    screen.say(
                            "  ok "
                                    + String.format("%-16s", member.name())
                                    + " ready on "
                                    + member.address());
                }
            }
            if (System.nanoTime() - begun > launch.patience().toNanos() && !waiting.isEmpty()) {
                failed(
                        step,
                        waiting.getFirst(),
                        "was not ready within " + launch.patience().toSeconds() + " s");
            }
            fleet.refuseWhenStopping();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        step.done("all ready");
    }

    private static String names(List<Member> members) {
        return members.stream().map(Member::name).collect(Collectors.joining(", "));
    }

    private void failed(Screen.Step step, Member member, String what) {
        fleet.refuseWhenStopping();
        step.failed(member.name() + " " + what);
        throw Mistake.failure(obituary(member, what));
    }

    private String obituary(Member member, String what) {
        var log = checkout.log(member.name());
        var lines = LogTail.last(log, LOG_LINES);
        return member.name()
                + " "
                + what
                + ". Its last words:\n\n"
                + lines.stream().map(line -> "  | " + line).collect(Collectors.joining("\n"))
                + "\n\nThe whole log: "
                + checkout.shown(log)
                + "\n"
                + "Everything else is stopped again. Put right what it says, then run ./bulkhead up"
                + " once more.";
    }

    private void goodbye() {
        members.all().stream()
                .filter(Member::front)
                .findFirst()
                .ifPresent(front -> screen.say("Open " + front.address()));
        screen.say(
                "Logs: "
                        + checkout.shown(checkout.log("x").getParent())
                        + "/   (./bulkhead logs auth-service -f follows one)");
        screen.say(
                launch.detached()
                        ? "It goes on running; ./bulkhead status shows it, ./bulkhead down stops"
                                + " it."
                        : "Ctrl-C stops everything; the data stay.");
    }

    /** Until one of the processes dies or somebody ends this one. */
    private int watch() {
        while (!fleet.stopping()) {
            var dead = fleet.firstDead();
            if (dead.isPresent() && !fleet.stopping()) {
                screen.say(dead.get().name() + " has ended; stopping the rest.");
                throw Mistake.failure(obituary(dead.get(), "has ended"));
            }
            if (fleet.serverDied() && !fleet.stopping()) {
                screen.say("PostgreSQL has ended; stopping the rest.");
                throw Mistake.failure(
                        "PostgreSQL has ended. Its last words:\n\n"
                                + LogTail.last(checkout.postgres().resolve("server.log"), LOG_LINES)
                                        .stream()
                                        .map(line -> "  | " + line)
                                        .collect(Collectors.joining("\n"))
                                + "\n\n"
                                + "Everything else is stopped. The data are safe; ./bulkhead up"
                                + " starts again.");
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
        return waitForTheEnd();
    }

    private void stopEverything() {
        screen.say("");
        screen.say("Stopping; everything is ended in order, please wait.");
        fleet.stop();
    }

    /** The shutdown hook is at work and ends this process. */
    private static int waitForTheEnd() {
        while (true) {
            LockSupport.park();
        }
    }
}
