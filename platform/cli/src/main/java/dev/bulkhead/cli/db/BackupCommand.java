package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.ServerBackups;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "backup",
        description =
                "Takes a backup. With --server: of whole servers, with every database, through"
                        + " pgBackRest, as the manifest's section \"backup\" says.")
final class BackupCommand extends DatabaseCommand {

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
        if (full && incremental) {
            throw Mistake.usage("Say --full or --incremental, not both.");
        }
        var backups = new ServerBackups(checkout(), screen, choice(), server.files());
        if (print) {
            return backups.printConfiguration(server.name());
        }
        return scheduled ? backups.onSchedule(server.name()) : backups.backup(server.name(), full);
    }
}
