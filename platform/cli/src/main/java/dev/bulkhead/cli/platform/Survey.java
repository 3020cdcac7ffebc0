package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Memory;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.Grid;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.PostgresServer;
import dev.bulkhead.cli.server.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What runs right now, found by the pid files and not by what anybody believes. */
public final class Survey {

    private final Checkout checkout;
    private final List<Member> members;
    private final List<String> servers;

    /**
     * @param servers the names of those that belong to the platform
     */
    public Survey(Checkout checkout, List<Member> members, List<String> servers) {
        this.checkout = checkout;
        this.members = members;
        this.servers = servers;
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

    /** Servers of ours that run, by their names; also such as the manifest does not ask for. */
    private Map<String, Running> running() {
        var running = new TreeMap<String, Running>();
        for (var server : Servers.running(checkout)) {
            server.runningNow().ifPresent(it -> running.put(server.name(), it));
        }
        return running;
    }

    /** Whether each of these that is ours runs. */
    boolean serversUp(Servers chosen) {
        return chosen.all().stream().allMatch(it -> !it.ours() || it.runningNow().isPresent());
    }

    /** Whether each server that the manifest asks for runs as one of ours. */
    public boolean ownServersUp() {
        return running().keySet().containsAll(servers);
    }

    public boolean allReady() {
        return lines().stream().allMatch(it -> it.state() == State.READY);
    }

    public boolean nothing() {
        return alive().isEmpty() && running().isEmpty();
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
        var running = running();
        for (var name : serverNames(running)) {
            var server = Optional.ofNullable(running.get(name));
            grid.row(
                    title(name),
                    server.isPresent() ? "up" : shown(stateWithout(name)),
                    server.map(Survey::serverAddress).orElse("-"),
                    pid(server),
                    server.map(Survey::uptime).orElse("-"),
                    memory(server));
        }
        return grid.toString();
    }

    /** As {@code up} ends: with the time each took to be ready. */
    public String started() {
        var grid = Grid.under("NAME", "ADDRESS", "PID", "READY AFTER", "MEMORY");
        for (var member : members) {
            var running = checkout.running().find(member.name());
            grid.row(
                    member.name(),
                    running.map(it -> at(member, it)).orElse("-"),
                    pid(running),
                    readyAfter(running),
                    memory(running));
        }
        running()
                .forEach((name, server) ->
                        grid.row(
                                title(name),
                                serverAddress(server),
                                pid(Optional.of(server)),
                                readyAfter(Optional.of(server)),
                                memory(Optional.of(server))));
        return grid.toString();
    }

    private List<String> serverNames(Map<String, Running> running) {
        return Stream.concat(servers.stream(), running.keySet().stream()).distinct().toList();
    }

    private State stateWithout(String server) {
        return checkout.running().remembered(server).isPresent() ? State.DIED : State.DOWN;
    }

    private static String title(String server) {
        return server.equals(PostgresServer.SHARED) ? "PostgreSQL" : server;
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
