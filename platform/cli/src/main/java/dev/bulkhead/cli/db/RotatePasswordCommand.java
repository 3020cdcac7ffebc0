package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rotate-password",
        description =
                "Gives a service's roles new random passwords while the platform serves. Its"
                        + " sessions go on, new ones use the new password, the old one is refused"
                        + " at once.")
final class RotatePasswordCommand extends DatabaseCommand {

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
            defaultValue = "${env:BULKHEAD_SECRETS_INTO}",
            description =
                    "For containers: the folder that \"secrets --into\" filled; whoever has a copy"
                            + " there gets the new one.")
    private @Nullable Path into;

    RotatePasswordCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (all == !services.isEmpty()) {
            throw Mistake.usage("Name the services, or say --all.");
        }
        var copies = copies();
        return reading(it -> work(it, copies));
    }

    private int work(Provisioning provisioning, List<Secrets> copies) {
        var place = databases(provisioning);
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
