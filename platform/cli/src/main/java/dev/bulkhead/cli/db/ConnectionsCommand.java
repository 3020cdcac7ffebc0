package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.look.ConnectionsPage;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.look.Connections;
import dev.bulkhead.toolbox.look.Looking;
import picocli.CommandLine.Command;

@Command(
        name = "connections",
        description =
                "Who is connected, by service and state, against pool and limit; and which"
                        + " sessions are idle in a transaction.")
final class ConnectionsCommand extends WatchCommand<Connections> {

    ConnectionsCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    Connections look(Looking looking) {
        return looking.connections();
    }

    @Override
    String page(Connections seen) {
        return new ConnectionsPage(seen).toString();
    }
}
