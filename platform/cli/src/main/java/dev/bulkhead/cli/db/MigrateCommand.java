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
        name = "migrate",
        description = "Runs the migrations that have not run, as each service's owner.")
final class MigrateCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say which would run.")
    private boolean dryRun;

    MigrateCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        refuseUnknown(services);
        return dryRun ? reading(this::show) : changing(this::migrate);
    }

    private int show(Provisioning provisioning) {
        StatusCommand.show(databases(provisioning, services).status(), true, screen, this::command);
        return ExitCode.OK;
    }

    private int migrate(Provisioning provisioning) {
        databases(provisioning, services).migrate();
        return ExitCode.OK;
    }
}
