package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.platform.MovingService;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.MoveMark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "move",
        description =
                "Takes a service to a PostgreSQL server of its own while the platform runs: its"
                        + " reads go on, its writes wait for a moment, the others notice nothing."
                        + " Ended half-way, the same command goes on.")
final class MoveCommand extends DatabaseCommand {

    /** Where to; there is one kind of place so far. */
    enum Destination {
        /** A server that the service has to itself. */
        server
    }

    @Parameters(paramLabel = "SERVICE", description = "Whose.")
    private String service = "";

    @Option(
            names = "--to",
            paramLabel = "server",
            required = true,
            description =
                    "A server of its own: one of ours, or with --postgres=SERVICE=URL one that"
                            + " runs already.")
    private Destination to = Destination.server;

    @Option(
            names = "--undo",
            description = "Ends a move that has not come to the switch; all is as before.")
    private boolean undo;

    @Option(
            names = "--drop-old",
            description = "After the move: takes away the tables it left, and its roles there.")
    private boolean dropOld;

    @Option(names = "--yes", description = "With --drop-old: do not ask.")
    private boolean yes;

    @Option(
            names = "--address-file",
            paramLabel = "FILE",
            description =
                    "Where the service was told to look for its database's address"
                            + " (BULKHEAD_DB_ADDRESS_FILE), if another program than ./bulkhead up"
                            + " started it.")
    private @Nullable Path addressFile;

    MoveCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (undo && dropOld) {
            throw Mistake.usage("--undo and --drop-old exclude each other.");
        }
        try (var moving = new MovingService(checkout(), screen, choice(), service, addressFile)) {
            if (undo) {
                moving.undo();
            } else if (dropOld) {
                moving.dropOld(this::drop);
            } else {
                moving.move();
            }
        }
        return ExitCode.OK;
    }

    private void drop(Provisioning old, MoveMark mark) {
        var what = String.join(", ", old.removal(List.of(service)).what());
        Consent.of(screen, old.manifest())
                .toChange(
                        service,
                        "%s serves from %s since %s. This destroys what it left: %s"
                                .formatted(service, mark.where(), mark.since(), what),
                        yes);
        var step = screen.step("drop");
        var done = new ArrayList<String>();
        old.remove(
                List.of(service),
                false,
                it -> {
                    done.add(it);
                    step.doing(it);
                });
        step.done(String.join(", ", done));
    }
}
