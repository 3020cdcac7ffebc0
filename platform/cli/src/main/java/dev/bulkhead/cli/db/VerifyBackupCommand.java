package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.ServerBackups;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify-backup",
        description =
                "Restores the newest backup into a server made for it and compares every table with"
                        + " the original. Returns 1 when the backup cannot be relied on.")
final class VerifyBackupCommand extends DatabaseCommand {

    @Mixin private ServerMixin server = new ServerMixin();

    VerifyBackupCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        return new ServerBackups(checkout(), screen, choice(), server.files())
                .verify(server.name());
    }
}
