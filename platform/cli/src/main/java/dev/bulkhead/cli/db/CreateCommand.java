package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = "Roles, databases, schemas, grants and limits, as the manifest says.")
final class CreateCommand extends DatabaseCommand {

    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..*",
            description = "Only these; what is another service's is left as it is.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only print the SQL that would be run.")
    private boolean dryRun;

    CreateCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        refuseUnknown(services);
        return dryRun ? reading(this::show) : changing(this::create);
    }

    private int show(Provisioning provisioning) {
        screen.say(databases(provisioning, services).plan().toSql().stripTrailing());
        return ExitCode.OK;
    }

    private int create(Provisioning provisioning) {
        var databases = databases(provisioning, services);
        databases.create();
        if (databases.pending() > 0) {
            screen.say("Next: " + command("migrate"));
        }
        return ExitCode.OK;
    }
}
