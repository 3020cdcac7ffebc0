package dev.bulkhead.cli.db;

import dev.bulkhead.cli.backup.ServiceBackups;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description =
                "Writes what a service has into a file, while it serves, with the row counts and"
                        + " checksums of every table of the same moment beside it.")
final class BackupCommand extends DatabaseCommand {

    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..*",
            description = "Whose; several may be named.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--all", description = "Every service's, each in a file of its own.")
    private boolean all;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            description = "Where to (default .bulkhead/backups/logical).")
    private @Nullable Path into;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many services at once (default: half of the processors).")
    private int jobs = Math.max(1, ServiceBackups.cores() / 2);

    BackupCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (all == !services.isEmpty()) {
            throw Mistake.usage("Name the services, or say --all.");
        }
        if (jobs < 1) {
            throw Mistake.usage("--jobs %d: give a number from 1.".formatted(jobs));
        }
        refuseUnknown(services);
        return reading(this::backup);
    }

    private int backup(Provisioning provisioning) {
        var chosen =
                all
                        ? provisioning.manifest().services().stream().map(Service::name).toList()
                        : services.stream().distinct().toList();
        chosen.forEach(it -> existing(provisioning, it));
        return new ServiceBackups(checkout(), screen, this::command, into)
                .backup(provisioning, chosen, jobs);
    }
}
