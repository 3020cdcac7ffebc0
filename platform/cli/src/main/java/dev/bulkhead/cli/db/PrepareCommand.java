package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Seeds;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "prepare",
        description =
                "Create, migrate and seed, and look at the walls once more. Returns 1 where one has"
                        + " a hole.")
final class PrepareCommand extends DatabaseCommand {

    @Option(
            names = "--env",
            paramLabel = "dev|prod",
            description = "Which seeds (default ${DEFAULT-VALUE}).")
    private Seeds seeds = Seeds.dev;

    PrepareCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        return changing(this::prepare);
    }

    private int prepare(Provisioning provisioning) {
        var holes = databases(provisioning).prepareAndVerify(seeds);
        return holes > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }
}
