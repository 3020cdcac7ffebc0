package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.removal.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drop",
        description =
                "Takes away a service's database, or its tables where it shares one, and its roles"
                        + " where nobody else uses them; never what is another service's.")
final class DropCommand extends DatabaseCommand {

    @Parameters(paramLabel = "SERVICE", arity = "0..1", description = "Whose.")
    private @Nullable String service;

    @Option(names = "--all", description = "Every service's.")
    private boolean all;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--force", description = "Although somebody is connected, who is cut off.")
    private boolean force;

    DropCommand(Checkout here, Screen screen) {
        super(here, screen);
    }

    @Override
    public Integer call() {
        if (all == (service != null)) {
            throw Mistake.usage("Name one service, or say --all.");
        }
        refuseUnknown(service == null ? List.of() : List.of(service));
        return reading(this::drop);
    }

    private int drop(Provisioning provisioning) {
        var manifest = provisioning.manifest();
        var services =
                service == null
                        ? manifest.services().stream().map(Service::name).toList()
                        : List.of(service);
        var name = service == null ? manifest.platform() : service;
        var consent = Consent.of(screen, manifest);
        var removal = provisioning.removal(services);
        var what = String.join(", ", removal.what());
        consent.refuseInProduction("This would destroy " + what);
        refuseConnected(removal, name);
        consent.toDestroy(name, tables(provisioning, services) + what, yes);
        var step = screen.step("drop");
        var done = new ArrayList<String>();
        provisioning.remove(
                services,
                force,
                it -> {
                    done.add(it);
                    step.doing(it);
                });
        step.done(String.join(", ", done));
        screen.say(
                "The passwords stay in %s; %s makes it again."
                        .formatted(
                                checkout().shown(checkout().secrets()),
                                command(service == null ? "create" : "create " + service)));
        return ExitCode.OK;
    }

    private static String tables(Provisioning provisioning, List<String> services) {
        var tables =
                services.stream()
                        .filter(it -> provisioning.exists(provisioning.database(it)))
                        .mapToInt(it -> provisioning.cleaner(it).tables().size())
                        .sum();
        return tables == 0 ? "" : "%d tables with their rows: ".formatted(tables);
    }

    private void refuseConnected(Removal removal, String name) {
        var connected = removal.connected();
        if (!connected.isEmpty() && !force) {
            throw Mistake.failure(
                    "%s is connected: %s. Stop it first, or say --force, which cuts it off. Nothing was changed."
                            .formatted(
                                    name,
                                    connected.stream()
                                            .map(Object::toString)
                                            .collect(Collectors.joining(", "))));
        }
    }
}
