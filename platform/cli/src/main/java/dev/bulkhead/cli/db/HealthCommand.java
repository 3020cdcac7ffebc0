package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.look.HealthPage;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.look.Health;
import dev.bulkhead.toolbox.look.Looking;
import picocli.CommandLine.Command;

@Command(
        name = "health",
        description =
                "Asks each service's database as the service would, with its own user and"
                        + " password, and each server as administrator: archive, replication,"
                        + " connections. Starts nothing. Returns 1 when one is not healthy.")
final class HealthCommand extends WatchCommand<Health> {

    HealthCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    /** A server that had to be started for the question would be no answer to it. */
    @Override
    int onServers(Look<Health> look) {
        return rounds(() ->
                asTheyAre((provisioning, stopped) -> {
                    databases(provisioning, services()); // refuses whom nobody knows
                    return look.at(Looking.at(provisioning).only(services()).without(stopped));
                }));
    }

    @Override
    Health look(Looking looking) {
        return looking.health();
    }

    @Override
    String page(Health seen) {
        return new HealthPage(seen, this::command).toString();
    }

    @Override
    boolean fine(Health seen) {
        return seen.healthy();
    }
}
