package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Status;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description =
                "How far each service's tables are, and what separates the server from the"
                        + " manifest. Returns 1 when something does.")
final class StatusCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-v", "--details"},
            description = "Every migration, and whether the database has it.")
    private boolean details;

    @Option(names = "--json", description = "The same for a program.")
    private boolean json;

    StatusCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        refuseUnknown(services);
        return json ? reading(Screen.besideTheAnswer(), this::answer) : reading(this::show);
    }

    private int answer(Provisioning provisioning) {
        var status = databases(provisioning, services).status();
        screen.say(status.json());
        return exitCode(status);
    }

    private int show(Provisioning provisioning) {
        var status = databases(provisioning, services).status();
        show(status, details, screen, this::command);
        return exitCode(status);
    }

    private static int exitCode(Status status) {
        return status.upToDate() ? ExitCode.OK : ExitCode.FAILURE;
    }

    static void show(Status status, boolean details, Screen screen, UnaryOperator<String> command) {
        if (!status.nothing()) {
            screen.say(status.table());
            screen.say("");
            if (details) {
                screen.say(status.details());
                screen.say("");
            }
        }
        status.drift().forEach(screen::say);
        var changes = status.plan().steps().size();
        screen.say(
                changes == 0
                        ? "The server is as the manifest says."
                        : "%s the server from the manifest; %s lists %s."
                                .formatted(
                                        changes == 1
                                                ? "1 change separates"
                                                : changes + " changes separate",
                                        command.apply("create --dry-run"),
                                        changes == 1 ? "it" : "them"));
        screen.say(next(status, command));
    }

    private static String next(Status status, UnaryOperator<String> command) {
        if (status.nothing()) {
            return "No database has been created yet; " + command.apply("create") + " does.";
        }
        if (!status.missing().isEmpty()) {
            return "%s without a database; %s makes it."
                    .formatted(
                            String.join(", ", status.missing())
                                    + (status.missing().size() == 1 ? " is" : " are"),
                            command.apply("create"));
        }
        return switch (status.pending()) {
            case 0 -> "No migration is pending.";
            case 1 -> "1 migration is pending; %s runs it.".formatted(command.apply("migrate"));
            default ->
                    "%d migrations are pending; %s runs them."
                            .formatted(status.pending(), command.apply("migrate"));
        };
    }
}
