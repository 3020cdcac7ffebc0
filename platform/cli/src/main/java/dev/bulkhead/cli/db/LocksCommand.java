package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.look.LocksPage;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.look.Locks;
import dev.bulkhead.toolbox.look.Looking;
import picocli.CommandLine.Command;

@Command(name = "locks", description = "Which sessions wait for which others, and for what.")
final class LocksCommand extends WatchCommand<Locks> {

    LocksCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    Locks look(Looking looking) {
        return looking.locks();
    }

    @Override
    String page(Locks seen) {
        return new LocksPage(seen).toString();
    }
}
