package dev.bulkhead.cli.isolation;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.database.Seeds;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.platform.DatabaseWork;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.ServerChoices;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.IsolationLab;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the probes, with steps that a person can follow. */
public record Checking(Screen screen) {

    /** On what runs here, or would if it were started, as it is. */
    public Findings live(Checkout checkout, DatabaseChoice choice) {
        var found = new ArrayList<Findings>();
        new DatabaseWork(checkout, screen, choice).reading(it -> probe(it, found));
        return found.getFirst();
    }

    /**
     * On servers that are started, provisioned, migrated and seeded for it, and then removed.
     *
     * @param rung every service's; the manifest's own if it is empty
     */
    public Findings thrownAway(Checkout checkout, Optional<Isolation> rung, ServerChoices servers) {
        var found = new ArrayList<Findings>();
        try (var place = ThrowAway.of(checkout)) {
            new DatabaseWork(place.checkout(), screen, new DatabaseChoice(rung, servers, ""))
                    .changing(it -> {
                        var databases = new Databases(it, screen, verb -> "./bulkhead db " + verb);
                        databases.create();
                        databases.migrate();
                        databases.seed(Seeds.dev);
                        return probe(it, found);
                    });
        }
        return found.getFirst();
    }

    private int probe(Provisioning provisioning, List<Findings> found) {
        var step = screen.step("probes");
        var services = provisioning.manifest().services().size();
        var begun = new ArrayList<String>();
        var findings =
                new IsolationLab(provisioning)
                        .telling(attacker -> {
                            begun.add(attacker);
                            step.doing("%s, %d of %d".formatted(attacker, begun.size(), services));
                        })
                        .run();
        var deviations = findings.deviations().size();
        var attempts =
                "rung %s, %,d attempts".formatted(findings.isolation(), findings.findings().size());
        if (deviations == 0) {
            step.done(attempts);
        } else {
            step.failed(attempts + ", " + deviations + " not as measured");
        }
        found.add(findings);
        return ExitCode.OK;
    }
}
