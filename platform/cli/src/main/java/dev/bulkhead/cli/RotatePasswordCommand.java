package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.database.Login;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.secrets.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rotate-password",
        sortOptions = false,
        description = {
            "Gives a service's roles new random passwords while the platform serves. Its sessions"
                    + " go on, new ones use the new password, the old one is refused at once.",
            ""
        })
final class RotatePasswordCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..*",
            description = "Whose; several may be named.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--all", description = "Every service's.")
    private boolean all;

    @Option(
            names = "--role",
            paramLabel = "owner|user",
            description =
                    "Only that role's: the one that migrates, or the one the service runs as.")
    private @Nullable Login role;

    @Option(
            names = "--into",
            paramLabel = "FOLDER",
            description =
                    "For containers: the folder that \"secrets --into\" filled; whoever has a copy"
                            + " there gets the new one.")
    private @Nullable Path into;

    @Mixin private DatabaseOptions databases = new DatabaseOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    RotatePasswordCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (all == !services.isEmpty()) {
            throw Mistake.usage("Name the services, or say --all.");
        }
        var copies = copies();
        return databases.work(checkout, screen).reading(it -> work(it, copies));
    }

    private int work(Provisioning provisioning, List<Secrets> copies) {
        var place = new Databases(provisioning, screen, databases.choice()::command);
        place.rotatePasswords(all ? place.services() : services, logins(), copies);
        return ExitCode.OK;
    }

    private List<Login> logins() {
        return role == null ? List.of(Login.values()) : List.of(role);
    }

    private List<Secrets> copies() {
        if (into == null) {
            return List.of();
        }
        try (var folders = Files.list(into)) {
            return folders.filter(Files::isDirectory).sorted().map(Secrets::new).toList();
        } catch (IOException e) {
            throw Mistake.failure("Cannot list " + into + ": " + e.getMessage());
        }
    }
}
