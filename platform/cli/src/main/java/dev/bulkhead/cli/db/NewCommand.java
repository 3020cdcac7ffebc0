package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.migration.NewMigration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "new",
        description = "Writes the next migration of a service and its undo, to be filled in.")
final class NewCommand extends DatabaseCommand {

    @Parameters(index = "0", paramLabel = "SERVICE", description = "Whose.")
    private String service = "";

    @Parameters(
            index = "1",
            paramLabel = "DESCRIPTION",
            description = "What it does, such as \"add dispute to charges\".")
    private String description = "";

    NewCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        refuseUnknown(List.of(service));
        var files = NewMigration.write(manifest().service(service), description);
        screen.say(checkout().shown(files.migration()));
        screen.say(checkout().shown(files.undo()));
        return ExitCode.OK;
    }
}
