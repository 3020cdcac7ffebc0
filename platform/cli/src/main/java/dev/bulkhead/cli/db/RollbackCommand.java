package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.migration.RollbackPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description =
                "Takes a service's newest migrations back, each by its script in db/undo and in one"
                        + " transaction. Shows what will be lost and asks before it does anything.")
final class RollbackCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", description = "Whose.")
    private String service = "";

    @ArgGroup private Extent extent = new Extent();

    /** One or the other. */
    static final class Extent {

        @Option(names = "--count", paramLabel = "N", description = "How many (default 1).")
        private int count = 1;

        @Option(
                names = "--to",
                paramLabel = "V",
                description = "Down to this version, which stays; 0: down to nothing.")
        private @Nullable String to;
    }

    @Option(names = "--dry-run", description = "Only show what would be done and lost.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--force",
            description = "Although the service is connected, whose code may not fit afterwards.")
    private boolean force;

    @Option(names = "--despite-production", description = "Also where real users' data live.")
    private boolean despiteProduction;

    RollbackCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (extent.count < 1) {
            throw Mistake.usage("--count %d: give a number from 1.".formatted(extent.count));
        }
        refuseUnknown(List.of(service));
        return reading(this::rollback);
    }

    private int rollback(Provisioning provisioning) {
        existing(provisioning, service);
        var consent = Consent.of(screen, provisioning.manifest());
        if (!despiteProduction) {
            consent.refuseInProduction(
                    "Rolling %s back loses rows for good; write another migration or restore a backup instead, or say --despite-production"
                            .formatted(service));
        }
        refuseConnected(provisioning); // whom the rehearsal would keep waiting
        var plan =
                provisioning.planRollback(
                        service,
                        RollbackPlan.Target.of(extent.count, Optional.ofNullable(extent.to)));
        if (plan.undos().isEmpty()) {
            screen.say("Nothing to do: %s is at V%s.".formatted(service, plan.to()));
            return ExitCode.OK;
        }
        show(plan);
        if (dryRun) {
            return ExitCode.OK;
        }
        consent.toChange(service, "This cannot be taken back", yes);
        run(provisioning, plan);
        return ExitCode.OK;
    }

    private void show(RollbackPlan plan) {
        if (plan.interrupted()) {
            screen.say(
                    "A rollback to V%s was interrupted; this one finishes it."
                            .formatted(plan.to()));
        }
        screen.say("%s goes from V%s to V%s:".formatted(service, plan.from(), plan.to()));
        for (var undo : plan.undos()) {
            screen.say("");
            screen.say(
                    "  V%s %s, by %s"
                            .formatted(
                                    undo.version(),
                                    undo.description(),
                                    checkout().shown(undo.script())));
            undo.lost().forEach(it -> screen.say("    loses " + it));
        }
        screen.say("");
    }

    private void refuseConnected(Provisioning provisioning) {
        var connected = provisioning.connected(service);
        if (!connected.isEmpty() && !force) {
            throw Mistake.failure(
                    "%s is connected: %s. Code that needs what goes would fail, and would not start again. Stop it first, or say --force if it is code of the version before. Nothing was changed."
                            .formatted(
                                    service,
                                    connected.stream()
                                            .map(Object::toString)
                                            .collect(Collectors.joining(", "))));
        }
    }

    private void run(Provisioning provisioning, RollbackPlan plan) {
        var step = screen.step("rollback");
        provisioning.rollback(
                service,
                plan,
                undo -> step.doing("V%s %s".formatted(undo.version(), undo.description())));
        step.done(
                "%s from V%s to V%s, %d undone"
                        .formatted(service, plan.from(), plan.to(), plan.undos().size()));
        screen.say(
                "The code that needs V%s refuses to start now: start the version that fits V%s, or run %s."
                        .formatted(plan.from(), plan.to(), command("migrate " + service)));
    }
}
