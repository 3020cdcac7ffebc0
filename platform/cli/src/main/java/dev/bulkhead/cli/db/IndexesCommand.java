package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.look.IndexesPage;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.look.Indexes;
import dev.bulkhead.toolbox.look.Looking;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "indexes",
        description =
                "Indexes that a foreign key lacks, and indexes that are invalid, duplicate, unused"
                        + " or (by an estimate) bloated, each with what to do about it.")
final class IndexesCommand extends LookCommand<Indexes> {

    @Option(
            names = "--only",
            paramLabel = "KIND",
            split = ",",
            description = "missing, invalid, duplicate, unused, bloated; several with commas.")
    private List<Indexes.Kind> kinds = new ArrayList<>();

    @Option(names = "--strict", description = "Return 1 when there is any.")
    private boolean strict;

    IndexesCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    Indexes look(Looking looking) {
        var seen = looking.indexes();
        return kinds.isEmpty() ? seen : seen.only(kinds);
    }

    @Override
    String page(Indexes seen) {
        return new IndexesPage(seen).toString();
    }

    @Override
    boolean fine(Indexes seen) {
        return !strict || seen.findings().isEmpty();
    }
}
