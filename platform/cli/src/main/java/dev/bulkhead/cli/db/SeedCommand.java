package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Seeds;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "seed",
        description = "Puts in the rows that --env asks for, where they are missing.")
final class SeedCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = "--env",
            paramLabel = "dev|prod",
            description = "Which seeds (default ${DEFAULT-VALUE}).")
    private Seeds seeds = Seeds.dev;

    SeedCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        refuseUnknown(services);
        return changing(provisioning -> {
            databases(provisioning, services).seed(seeds);
            return ExitCode.OK;
        });
    }
}
