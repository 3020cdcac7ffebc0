package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.checkout.LauncherLock;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.process.Ending;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.Provisioning;
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
    private static final Duration GLANCE_AT_READINESS = Duration.ofMillis(50);
    private static final Duration GRACE = Duration.ofMillis(300);

    private final Checkout checkout;
    private final Screen screen;
    private final Launch launch;
    private final Manifest manifest;
    private final Members members;
    private final Servers servers;
    private final Survey survey;
    private final Fleet fleet;
    private final Applications applications;

    public StartingPlatform(Checkout checkout, Screen screen, Launch launch) {
        this(checkout, screen, launch, new Applications(checkout));
    }

    StartingPlatform(Checkout checkout, Screen screen, Launch launch, Applications applications) {
        this.checkout = checkout;
        this.screen = screen;
        this.launch = launch;
        this.manifest = new Ladder(checkout).wanted(launch.databases().isolation());
        this.members = new Members(checkout, manifest, launch.ports());
        this.servers =
                Servers.of(
                        checkout,
                        manifest,
                        launch.databases().servers(),
                        launch.ports()::of,
                        members.ports());
        this.survey = new Survey(checkout, members.all(), Servers.names(manifest));
        this.fleet = new Fleet(checkout, screen);
        this.applications = applications;
    }

    /** Returns when everything is ready and detached, or when it has ended. */
    public int run() {
        refuseWithoutApplications();
        checkout.prepare();
        try (var lock = checkout.lock()) {
            if (!lock.take()) {
                return alreadyLaunched(lock);
            }
            return underLock();
        }
    }

    private void refuseWithoutApplications() {
        var missing = new ArrayList<>(members.withoutApplication());
        if (!checkout.ownPlatform()) {
            members.all().stream()
                    .filter(it -> !applications.built(it))
                    .forEach(it -> missing.add(it.key()));
        }
        if (!missing.isEmpty()) {
            throw Mistake.failure(
                    "%s cannot be started: it has no application for %s, only databases. ./bulkhead db prepare%s makes them and fills them."
                            .formatted(
                                    manifest.platform(),
                                    String.join(", ", missing),
                                    launch.databases().again()));
        }
    }

    private int alreadyLaunched(LauncherLock lock) {
        new Ladder(checkout).refuseBesideAnother(manifest);
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
        new Ladder(checkout).stepOn(manifest, screen);
        refuseMovingWhatRuns();
        if (survey.allReady() && survey.serversUp(servers)) {
            screen.say("Bulkhead runs already. Nothing to do; ./bulkhead down stops it.");
            if (!survey.alive().stream().allMatch(it -> applications.current(it.build()))) {
                screen.say("The sources have changed since: ./bulkhead down, then up, takes them.");
            }
            screen.say("");
            screen.say(survey.started());
            return ExitCode.OK;
        }
        BusyPorts.refuse(absent(), new TreeSet<>(members.ports()));
        var undo = Thread.ofPlatform().unstarted(this::stopEverything);
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            start();
            if (launch.detached()) {
                disarm(undo);
                return ExitCode.OK;
            }
            return watch();
        } catch (RuntimeException e) {
            // what Ctrl-C did to a program that we waited for is no failure of its own
            if (Ending.until(fleet::stopping, GRACE)) {
                return waitForTheEnd();
            }
            fleet.stop();
            disarm(undo);
            throw e;
        }
    }

    private static void disarm(Thread undo) {
        try {
            Runtime.getRuntime().removeShutdownHook(undo);
        } catch (IllegalStateException e) {
            waitForTheEnd(); // a signal was faster
        }
    }

    private List<Member> absent() {
        return members.all().stream()
                .filter(it -> checkout.running().find(it.name()).isEmpty())
                .toList();
    }

    private void start() {
        screen.say("Starting Bulkhead in " + checkout.root());
        var nothingRuns = survey.nothing();
        if (nothingRuns) {
            applications.deleteOtherBuilds();
        }
        survey.alive().forEach(it -> fleet.adopt(member(it.name()), it));

        var unpacking = screen.step("applications");
        unpacking.doing("unpacking");
        applications.unpack(members.all());
        unpacking.done("unpacked");
        if (nothingRuns) {
            applications.deleteOtherLibraries(members.all());
        }
        if (launch.archive()) {
            new Training(checkout, screen, applications, members.all(), fleet::refuseWhenStopping)
                    .run();
        }

        var starting = new LinkedHashMap<Member, Started>();
        // it has no database to wait for, and a processor is idle while PostgreSQL starts
        members.all().stream()
                .filter(Member::front)
                .forEach(it -> starting.put(it, keepOrLaunch(it, members.environment(it))));

        var provisioning =
                new Provisioning(manifest, fleet.start(servers), new Secrets(checkout.secrets()));
        var databases = new Databases(provisioning, screen, launch.databases()::command);
        refuseHoles(databases.prepareAndVerify(launch.seeds()));

        members.all().stream()
                .filter(it -> !it.front())
                .forEach(it ->
                        starting.put(it, keepOrLaunch(it, members.environment(it, provisioning))));
        waitUntilReady(starting);
        screen.say("");
        screen.say(survey.started());
        screen.say("");
        goodbye();
    }

    private void refuseHoles(int holes) {
        if (holes > 0 && !launch.despiteHoles()) {
            throw Mistake.failure(
                    "A wall has %s (above, each with its remedy), so no service was started. Put it right, or start in spite of it, to look around, with --despite-holes."
                            .formatted(holes == 1 ? "a hole" : "holes"));
        }
    }

    /** What an earlier launcher left is kept when it is just what would be started now. */
    private Started keepOrLaunch(Member member, Map<String, String> told) {
        var command = applications.command(member);
        var build = applications.name(command, Members.fixed(told));
        members.tellAddress(member, told);
        var leftover = checkout.running().find(member.name());
        if (leftover.isPresent()) {
            if (leftover.get().build().equals(build)) {
                screen.say("  ok %-16s runs already".formatted(member.name()));
                return new Started(leftover.get(), System.nanoTime());
            }
            screen.say("  .. %-16s runs from another build or setting".formatted(member.name()));
            fleet.replace(leftover.get());
        }
        var environment =
                Surroundings.of(System.getenv(), checkout.root().resolve(member.name()), told);
        return new Started(fleet.launch(member, command, environment, build), System.nanoTime());
    }

    /**
     * @param at of the clock that only tells differences
     */
    private record Started(Running running, long at) {}

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

    private Member member(String name) {
        return members.all().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void waitUntilReady(Map<Member, Started> starting) {
        var begun = System.nanoTime();
        var step = screen.step("applications");
        var waiting = new ArrayList<>(starting.keySet());
        while (!waiting.isEmpty()) {
            step.doing("waiting for " + names(waiting));
            fleet.firstDead().ifPresent(dead -> failed(step, dead, "ended while it started"));
            for (var member : List.copyOf(waiting)) {
                var started = starting.get(member);
                if (Readiness.ready(member, started.running().process())) {
                    waiting.remove(member);
                    ready(
                            member,
                            started.running(),
                            Duration.ofNanos(System.nanoTime() - started.at()));
                }
            }
            if (System.nanoTime() - begun > launch.patience().toNanos() && !waiting.isEmpty()) {
                failed(
                        step,
                        waiting.getFirst(),
                        "was not ready within " + launch.patience().toSeconds() + " s");
            }
            fleet.refuseWhenStopping();
            LockSupport.parkNanos(GLANCE_AT_READINESS.toNanos());
        }
        step.done("all ready");
    }

    private void ready(Member member, Running running, Duration took) {
        if (running.readyAfter() == null) {
            checkout.running().remember(running.readyAfter(took));
            screen.say("  ok %-16s ready on %s".formatted(member.name(), member.address()));
        }
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
            var server = fleet.deadServer();
            if (server.isPresent() && !fleet.stopping()) {
                var name = title(server.get());
                screen.say(name + " has ended; stopping the rest.");
                throw Mistake.failure(
                        name
                                + " has ended. Its last words:\n\n"
                                + LogTail.last(
                                                Servers.log(checkout, server.get().name()),
                                                LOG_LINES)
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

    private static String title(PostgresServer server) {
        return server.name().equals(PostgresServer.SHARED) ? "PostgreSQL" : server.name();
    }

    private void stopEverything() {
        screen.say("");
        screen.say("Stopping; everything is ended in order, please wait.");
        Servers.running(checkout).forEach(fleet::adoptIfNew); // one that a service moved to
        fleet.stop();
    }

    /** The shutdown hook is at work and ends this process. */
    private static int waitForTheEnd() {
        while (true) {
            LockSupport.park();
        }
    }
}
