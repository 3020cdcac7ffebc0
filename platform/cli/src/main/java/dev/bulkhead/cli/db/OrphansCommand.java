package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import picocli.CommandLine.Command;

@Command(
        name = "orphans",
        description =
                "Ids of other services' rows that lead nowhere, for each reference that the"
                        + " manifest names. Returns 1 when there are any.")
final class OrphansCommand extends DatabaseCommand {

    OrphansCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        return reading(this::look);
    }

    private int look(Provisioning provisioning) {
        var orphans = databases(provisioning).orphans();
        if (orphans.references() == 0) {
            screen.say("The manifest names no references, so there is nothing to check.");
            return ExitCode.OK;
        }
        screen.say(orphans.table());
        screen.say("");
        screen.say(
                switch ((int) Math.min(orphans.found(), 2)) {
                    case 0 -> "Every id leads somewhere.";
                    case 1 -> "1 id leads nowhere.";
                    default -> orphans.found() + " ids lead nowhere.";
                });
        return orphans.found() == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }
}
