package dev.bulkhead.cli.platform;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.process.Ending;
import dev.bulkhead.cli.process.Running;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.Servers;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code ./bulkhead down}: whoever started it, and however that one ended. */
public final class StoppingPlatform {

    /** A launcher that is asked to end stops everything itself, in order. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Checkout checkout;
    private final Screen screen;

    public StoppingPlatform(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    public int run() {
        checkout.prepare();
        try (var lock = checkout.lock()) {
            var asked = false;
            while (!lock.take()) {
                var holder =
                        lock.holder()
                                .orElseThrow(() ->
                                        Mistake.failure(
                                                "Another ./bulkhead is at work here; try again."));
                screen.say(
                        "Asking the launcher in the other terminal (pid "
                                + holder.pid()
                                + ") to stop.");
                Ending.ask(holder, Ending.Request.TERM);
                asked = true;
                if (!Ending.until(() -> !holder.alive(), PATIENCE)) {
                    throw Mistake.failure(
                            "The launcher (pid "
                                    + holder.pid()
                                    + ") does not end; kill it with `kill -9 "
                                    + holder.pid()
                                    + "`, then run ./bulkhead down again.");
                }
            }
            var stopped = stopWhatRuns();
            if (!stopped && !asked) {
                screen.say("Nothing runs.");
            }
            return ExitCode.OK;
        }
    }

    private boolean stopWhatRuns() {
        var manifest = Manifest.read(checkout.manifest());
        var secrets = new Secrets(checkout.secrets());
        var members = new Members(checkout, manifest, new PortChoices(Map.of())).all();
        var servers = Servers.of(checkout, manifest, secrets).local();
        var nothing = new Survey(checkout, members, servers).nothing();
        var fleet = new Fleet(checkout, screen);
        for (var member : members) {
            checkout.running()
                    .find(member.name())
                    .ifPresent(running -> fleet.adopt(member, running));
        }
        servers.stream().filter(it -> it.runningNow().isPresent()).forEach(fleet::adopt);
        fleet.stop();
        forgetTheDead(members);
        return !nothing;
    }

    private void forgetTheDead(List<Member> members) {
        members.stream()
                .map(Member::name)
                .filter(name -> !checkout.running().find(name).map(Running::alive).orElse(false))
                .forEach(checkout.running()::forget);
    }
}
