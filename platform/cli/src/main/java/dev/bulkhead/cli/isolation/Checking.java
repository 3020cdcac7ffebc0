package dev.bulkhead.cli.isolation;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.database.Seeds;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.platform.DatabaseWork;
import dev.bulkhead.cli.platform.ThrowAway;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.ServerChoices;
import dev.bulkhead.isolation.Finding;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.IsolationLab;
import dev.bulkhead.isolation.resource.ResourceProbes;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Runs the probes, with steps that a person can follow. */
public record Checking(Screen screen) {

    /** On what runs here, or would if it were started, as it is. */
    public Findings live(Checkout checkout, DatabaseChoice choice) {
        var found = new ArrayList<Findings>();
        new DatabaseWork(checkout, screen, choice)
                .reading(it -> {
                    var step = screen.step("probes");
                    found.add(probe(it, step));
                    finish(step, found.getFirst());
                    return ExitCode.OK;
                });
        return found.getFirst();
    }

    /**
     * On servers that are started, provisioned, migrated and seeded for it, and then removed.
     *
     * @param rung every service's; the manifest's own if it is empty
     */
    public Findings thrownAway(Checkout checkout, Optional<Isolation> rung, ServerChoices servers) {
        var found = new ArrayList<Findings>();
        var manifest = Manifest.read(checkout.manifest(), rung.orElse(null));
        var step = screen.step("rung " + manifest.isolation().word());
        step.doing("starting PostgreSQL");
        var unseen = Screen.unseen();
        try (var place = ThrowAway.of(checkout)) {
            new DatabaseWork(place.checkout(), unseen, new DatabaseChoice(rung, servers, ""))
                    .unarchived()
                    .changing(it -> {
                        var databases = new Databases(it, unseen, UnaryOperator.identity());
                        step.doing("making the databases");
                        databases.prepare(Seeds.dev);
                        found.add(probe(it, step));
                        return ExitCode.OK;
                    });
        }
        finish(step, found.getFirst());
        return found.getFirst();
    }

    private static Findings probe(Provisioning provisioning, Screen.Step step) {
        var services = provisioning.manifest().services().size();
        var begun = new AtomicInteger();
        return new IsolationLab(provisioning)
                .telling(attacker ->
                        step.doing(
                                "%s attacks, %d of %d"
                                        .formatted(attacker, begun.incrementAndGet(), services)))
                .run();
    }

    private static void finish(Screen.Step step, Findings found) {
        finish(
                step,
                String.format(
                        Locale.ROOT,
                        "%,d attempts, PostgreSQL %s",
                        found.attempts(),
                        found.server()),
                found.deviations().size());
    }

    private static void finish(Screen.Step step, String attempts, long deviations) {
        if (deviations == 0) {
            step.done(attempts);
        } else {
            step.failed(attempts + ", " + deviations + " not as measured");
        }
    }

    /** The same, and what services can take from each other on servers made for that. */
    public Findings withResources(Findings found, Manifest manifest) {
        var step = screen.step("resources");
        step.doing("connections, locks, disk, a crash");
        var taken = ResourceProbes.check(manifest);
        finish(
                step,
                "%d attempts".formatted(taken.size()),
                taken.stream().filter(Finding::deviates).count());
        return found.and(taken);
    }
}
