package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Memory;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs right now, found by the pid files and not by what anybody believes. */
public final class Survey {

    private final Checkout checkout;
    private final List<Member> members;

    public Survey(Checkout checkout, List<Member> members) {
        this.checkout = checkout;
        this.members = members;
    }

    enum State {
        READY,
        STARTING,
        DIED,
        DOWN
    }

    private record Line(Member member, Optional<Running> running, State state) {}

    /** Members alive, ready or not. */
    public List<Running> alive() {
        return members.stream().flatMap(it -> checkout.running().find(it.name()).stream()).toList();
    }

    public Optional<Running> server() {
        return Servers.running(checkout).stream()
                .flatMap(it -> it.runningNow().stream())
                .findFirst();
    }

    public boolean allReady() {
        return lines().stream().allMatch(it -> it.state() == State.READY);
    }

    public boolean nothing() {
        return alive().isEmpty() && server().isEmpty();
    }

    /** As {@code status} shows it: with the time since the start. */
    public String status() {
        var grid = Grid.under("NAME", "STATE", "ADDRESS", "PID", "UPTIME", "MEMORY");
        for (var line : lines()) {
            grid.row(
                    line.member().name(),
                    shown(line.state()),
                    line.running().map(it -> at(line.member(), it)).orElse("-"),
                    pid(line.running()),
                    line.running().map(Survey::uptime).orElse("-"),
                    memory(line.running()));
        }
        var server = server();
        grid.row(
                "PostgreSQL",
                server.isPresent() ? "up" : "down",
                server.map(Survey::serverAddress).orElse("-"),
                pid(server),
                server.map(Survey::uptime).orElse("-"),
                memory(server));
        return grid.toString();
    }

    /** As {@code up} ends: with the time each took to be ready. */
    public String started() {
        var grid = Grid.under("NAME", "ADDRESS", "PID", "READY AFTER", "MEMORY");
        for (var line : lines()) {
            grid.row(
                    line.member().name(),
                    line.running().map(it -> at(line.member(), it)).orElse("-"),
                    pid(line.running()),
                    readyAfter(line.running()),
                    memory(line.running()));
        }
        var server = server();
        if (server.isPresent()) {
            grid.row(
                    "PostgreSQL",
                    serverAddress(server.get()),
                    pid(server),
                    readyAfter(server),
                    memory(server));
        }
        return grid.toString();
    }

    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        for (var member : members) {
            var remembered = checkout.running().remembered(member.name());
            var running = remembered.filter(Running::alive);
            lines.add(new Line(member, running, state(member, remembered, running)));
        }
        return lines;
    }

    private static State state(
            Member member, Optional<Running> remembered, Optional<Running> running) {
        if (remembered.isEmpty()) {
            return State.DOWN;
        }
        if (running.isEmpty()) {
            return State.DIED;
        }
        var ready = Readiness.ready(member.on(running.get().port()), running.get().process());
        return ready ? State.READY : State.STARTING;
    }

    private static String shown(State state) {
        return switch (state) {
            case READY -> "up";
            case STARTING -> "not ready";
            case DIED -> "died";
            case DOWN -> "down";
        };
    }

    private static String at(Member member, Running running) {
        return member.on(running.port()).address();
    }

    private static String serverAddress(Running server) {
        return "localhost:" + server.port();
    }

    private static String pid(Optional<Running> running) {
        return running.map(it -> String.valueOf(it.process().pid())).orElse("-");
    }

    private static String readyAfter(Optional<Running> running) {
        return running.map(Running::readyAfter).map(Screen::seconds).orElse("-");
    }

    private static String memory(Optional<Running> running) {
        return running.map(it -> Memory.mebibytes(it.process()))
                .filter(java.util.OptionalLong::isPresent)
                .map(it -> it.getAsLong() + " MB")
                .orElse("-");
    }

    private static String uptime(Running running) {
        return running.process()
                .since()
                .map(since -> Duration.between(since, Instant.now()))
                .map(Survey::roughly)
                .orElse("-");
    }

    private static String roughly(Duration time) {
        if (time.toHours() >= 48) {
            return time.toDays() + " d";
        }
        if (time.toMinutes() >= 120) {
            return time.toHours() + " h";
        }
        return time.toSeconds() >= 120
                ? time.toMinutes() + " min"
                : Math.max(0, time.toSeconds()) + " s";
    }
}
