package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description =
                "Which migrations ran, and what separates the server from the manifest. Returns 1"
                        + " when something does.")
final class StatusCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these.")
    private List<String> services = new ArrayList<>();

    StatusCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        return reading(provisioning -> {
            var status = databases(provisioning, services).status();
            show(status, screen, this::command);
            return status.upToDate() ? ExitCode.OK : ExitCode.FAILURE;
        });
    }

    static void show(Databases.Status status, Screen screen, UnaryOperator<String> command) {
        if (!status.missing()) {
            screen.say(status.migrations());
            screen.say("");
        }
        screen.say(
                status.plan().isEmpty()
                        ? "The server is as the manifest says."
                        : status.plan().steps().size()
                                + " changes separate the server from the manifest; "
                                + command.apply("create --dry-run")
                                + " lists them.");
        screen.say(pending(status, command));
    }

    private static String pending(Databases.Status status, UnaryOperator<String> command) {
        if (status.pending() > 0) {
            return "%d migrations are pending; %s runs them."
                    .formatted(status.pending(), command.apply("migrate"));
        }
        return status.missing()
                ? "No database has been created yet; " + command.apply("create") + " does."
                : "No migration is pending.";
    }
}
