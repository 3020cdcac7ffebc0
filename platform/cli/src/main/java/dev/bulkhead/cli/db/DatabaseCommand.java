package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.options.DatabaseOptions;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every verb of {@code db} has: the databases it is about, and a page of help. */
@Command(sortOptions = false, parameterListHeading = "%n", optionListHeading = "%n")
abstract class DatabaseCommand implements Callable<Integer> {

    @Mixin private DatabaseOptions options = new DatabaseOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout here;
    final Screen screen;

    DatabaseCommand(Checkout here, Screen screen) {
        this.here = here;
        this.screen = screen;
    }

    /** What the platform keeps. */
    Checkout checkout() {
        return options.checkout(here);
    }

    /** Work that leaves roles and databases as they are. */
    int reading(ToIntFunction<Provisioning> work) {
        return options.work(here, screen).reading(work);
    }

    /** Work that brings the databases to the chosen rung. */
    int changing(ToIntFunction<Provisioning> work) {
        return options.work(here, screen).changing(work);
    }

    Databases databases(Provisioning provisioning) {
        return new Databases(provisioning, screen, this::command);
    }

    /**
     * @param services none for all of them
     */
    Databases databases(Provisioning provisioning, List<String> services) {
        return databases(provisioning).only(services);
    }

    static void refuseUnknown(Manifest manifest, String service) {
        var names = manifest.services().stream().map(Service::name).toList();
        if (!names.contains(service)) {
            throw Mistake.usage(
                    "There is no service %s; the manifest has %s."
                            .formatted(service, String.join(", ", names)));
        }
    }

    /** Where a service's tables live; refused when there is no such service, or no database. */
    ServiceDatabase existing(Provisioning provisioning, String service) {
        refuseUnknown(provisioning.manifest(), service);
        var place = provisioning.database(service);
        if (!provisioning.exists(place)) {
            throw Mistake.failure(
                    "%s has no database yet; %s makes it."
                            .formatted(service, command("create " + service)));
        }
        return place;
    }

    /** Which databases were asked for. */
    DatabaseChoice choice() {
        return options.choice();
    }

    /** What to type for another verb on the same databases. */
    String command(String verb) {
        return options.choice().command(verb);
    }
}
