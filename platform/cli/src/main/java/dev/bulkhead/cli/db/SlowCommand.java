package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.look.SlowPage;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.look.Looking;
import dev.bulkhead.toolbox.look.SlowStatements;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "slow",
        description =
                "Which statements took how long, by service, from pg_stat_statements; values are"
                        + " not in them.")
final class SlowCommand extends WatchCommand<SlowStatements> {

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many of each service (default ${DEFAULT-VALUE}).")
    private int limit = 10;

    @Option(
            names = "--sort",
            paramLabel = "total|mean|calls",
            description = "What comes first (default ${DEFAULT-VALUE}).")
    private SlowStatements.Order order = SlowStatements.Order.total;

    @Option(
            names = "--reset",
            description =
                    "Show them, then count from nought again: those of the services named, or"
                            + " everybody's.")
    private boolean reset;

    SlowCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Mistake.usage("--limit=%d: show at least one.".formatted(limit));
        }
        return super.call();
    }

    @Override
    SlowStatements look(Looking looking) {
        var seen = looking.slow(order, limit);
        if (reset) {
            looking.forgetStatements();
        }
        return seen;
    }

    @Override
    String page(SlowStatements seen) {
        return new SlowPage(seen) + (reset ? "\nCounted from nought again from now on." : "");
    }
}
