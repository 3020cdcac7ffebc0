package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.ServerBackups;
import dev.bulkhead.cli.backup.ServiceBackups;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify-backup",
        description =
                "Restores backups to a server made for it, compares the rows and the checksum of"
                    + " every table with what was backed up, and says how long it took. Returns 1"
                    + " when something differs.")
final class VerifyBackupCommand extends DatabaseCommand {

    @Parameters(
            paramLabel = "SERVICE|FILE",
            arity = "0..*",
            description = "A service's newest, or this file; nothing: the newest of each service.")
    private List<String> chosen = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "FOLDER",
            description = "Where they lie (default .bulkhead/backups/logical).")
    private @Nullable Path from;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "How many tables and indexes at once (default: one per processor, 2 at least).")
    private int jobs = Math.max(2, ServiceBackups.cores());

    @Mixin private ServerMixin server = new ServerMixin();

    VerifyBackupCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (server.given()) {
            return new ServerBackups(checkout(), screen, choice(), server.files())
                    .verify(server.name());
        }
        if (jobs < 1) {
            throw Mistake.usage("--jobs %d: give a number from 1.".formatted(jobs));
        }
        return new ServiceBackups(checkout(), screen, this::command, from)
                .verify(manifest(), chosen, jobs);
    }
}
