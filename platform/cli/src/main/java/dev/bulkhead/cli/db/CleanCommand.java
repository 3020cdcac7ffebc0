package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "clean",
        description =
                "Empties every table of a service and restarts its sequences. Structure, grants and"
                        + " migration history stay.")
final class CleanCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", description = "Whose.")
    private String service = "";

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    CleanCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        refuseUnknown(List.of(service));
        return reading(this::clean);
    }

    private int clean(Provisioning provisioning) {
        var place = existing(provisioning, service);
        var consent = Consent.of(screen, provisioning.manifest());
        var cleaner = provisioning.cleaner(service);
        var tables = cleaner.tables().size();
        if (tables == 0) {
            screen.say("%s has no table in %s.".formatted(service, place.database()));
            return ExitCode.OK;
        }
        consent.toDestroy(
                service,
                "every row of %s in %s (%s)".formatted(service, place.database(), counted(tables)),
                yes);
        var step = screen.step("clean");
        step.doing(service);
        step.done("%s, %s emptied".formatted(service, counted(cleaner.clean())));
        screen.say("Next: %s, for the rows it starts with.".formatted(command("seed " + service)));
        return ExitCode.OK;
    }

    private static String counted(int tables) {
        return tables + (tables == 1 ? " table" : " tables");
    }
}
