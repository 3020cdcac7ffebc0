package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.ServerBackups;
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
import picocli.CommandLine.Mixin;
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

    @Mixin private ServerMixin server = new ServerMixin();

    @Option(names = "--full", description = "With --server: copy everything.")
    private boolean full;

    @Option(
            names = "--incremental",
            description =
                    "With --server: copy what changed since the last backup (default, unless there"
                            + " is none).")
    private boolean incremental;

    @Option(
            names = "--scheduled",
            description =
                    "With --server: go on, with a backup whenever the manifest's schedule says;"
                            + " what the container for backups does.")
    private boolean scheduled;

    @Option(
            names = "--print-config",
            description =
                    "With --server: only print pgBackRest's configuration, without its secrets, for"
                            + " a server that is backed up where it runs.")
    private boolean print;

    BackupCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (server.given()) {
            return ofServers();
        }
        if (full || incremental || scheduled || print) {
            throw Mistake.usage(
                    "--full, --incremental, --scheduled and --print-config belong to --server.");
        }
        if (all == !services.isEmpty()) {
            throw Mistake.usage("Name the services, or say --all.");
        }
        if (jobs < 1) {
            throw Mistake.usage("--jobs %d: give a number from 1.".formatted(jobs));
        }
        refuseUnknown(services);
        return reading(this::backup);
    }

    private int ofServers() {
        if (!services.isEmpty() || all) {
            throw Mistake.usage("Say --server or name services, not both.");
        }
        if (full && incremental) {
            throw Mistake.usage("Say --full or --incremental, not both.");
        }
        var backups = new ServerBackups(checkout(), screen, choice(), server.files());
        if (print) {
            return backups.printConfiguration(server.name());
        }
        return scheduled ? backups.onSchedule(server.name()) : backups.backup(server.name(), full);
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
