package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.look.SizesPage;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.look.Looking;
import dev.bulkhead.toolbox.look.Sizes;
import picocli.CommandLine.Command;

@Command(
        name = "sizes",
        description =
                "What databases and tables take on disk, with their indexes, long values and dead"
                        + " rows, the largest first.")
final class SizesCommand extends WatchCommand<Sizes> {

    SizesCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    Sizes look(Looking looking) {
        return looking.sizes();
    }

    @Override
    String page(Sizes seen) {
        return new SizesPage(seen).toString();
    }
}
