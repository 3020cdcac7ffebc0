package dev.bulkhead.cli.db;

import dev.bulkhead.cli.archive.RestoringServers;
import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.platform.Ladder;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.toolbox.archive.Moment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        description =
                "Restores. With --server: takes a whole server back to a moment, while the services"
                        + " wait for it; its data until now are kept beside.")
final class RestoreCommand extends DatabaseCommand {

    @Mixin private ServerMixin server = new ServerMixin();

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description =
                    "With --server: the moment, with its time zone, such as \"2026-11-21"
                            + " 10:00:00Z\"; or latest, all that the archive holds (default).")
    private String to = "latest";

    @Option(
            names = "--drop-old",
            description = "With --server: only delete the data that earlier restores kept.")
    private boolean dropOld;

    @Option(names = "--yes", description = "Do not ask for the name.")
    private boolean yes;

    RestoreCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (!server.given()) {
            throw Mistake.usage("Say --server for a whole server.");
        }
        var restoring = new RestoringServers(checkout(), screen, choice(), server.files());
        if (dropOld) {
            return restoring.dropOld(server.name());
        }
        // nothing is destroyed, and production is where it is needed most
        var manifest = new Ladder(checkout()).manifest(choice().isolation());
        var consent = Consent.of(screen, manifest);
        return restoring.restore(
                server.name(), moment(), (name, what) -> consent.toChange(name, what, yes));
    }

    private Moment moment() {
        try {
            return Moment.of(to);
        } catch (IllegalArgumentException e) {
            throw Mistake.usage("--to: " + e.getMessage());
        }
    }
}
