package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.ServerBackups;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "backups",
        description = "Lists the backups: type, size, age, and when each was verified.")
final class BackupsCommand extends DatabaseCommand {

    @Mixin private ServerMixin server = new ServerMixin();

    BackupsCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        return new ServerBackups(checkout(), screen, choice(), server.files()).list(server.name());
    }
}
