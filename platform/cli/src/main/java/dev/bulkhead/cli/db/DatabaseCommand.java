package dev.bulkhead.cli.db;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.options.DatabaseOptions;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.platform.Ladder;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.Service;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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

    DatabaseChoice choice() {
        return options.choice();
    }

    /** Work that leaves roles and databases as they are. */
    int reading(ToIntFunction<Provisioning> work) {
        return options.work(here, screen).reading(work);
    }

    /**
     * The same, where standard output is for an answer alone.
     *
     * @param steps sees a server being started and stopped
     */
    int reading(Screen steps, ToIntFunction<Provisioning> work) {
        return options.work(here, steps).reading(work);
    }

    /**
     * A look at servers as they are: none is started.
     *
     * @param look gets what runs, and the names of the servers that do not
     */
    <T> T asTheyAre(BiFunction<Provisioning, Set<String>, T> look) {
        return options.work(here, screen).asTheyAre(look);
    }

    /** Work that brings the databases to the chosen rung. */
    int changing(ToIntFunction<Provisioning> work) {
        return options.work(here, screen).changing(work);
    }

    /** Work that is left out where the servers do not run. */
    void whereItRuns(Consumer<Provisioning> work) {
        options.work(here, screen).whereItRuns(work);
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

    /** Before a server is started for a service that there is not. */
    void refuseUnknown(List<String> services) {
        if (!services.isEmpty()) {
            var manifest = manifest();
            services.forEach(it -> refuseUnknown(manifest, it));
        }
    }

    Manifest manifest() {
        return new Ladder(checkout()).manifest(options.choice().isolation());
    }

    private static void refuseUnknown(Manifest manifest, String service) {
        var names = manifest.services().stream().map(Service::name).toList();
        if (!names.contains(service)) {
            throw Mistake.usage(
                    "There is no service %s; the manifest has %s."
                            .formatted(service, String.join(", ", names)));
        }
    }

    /** Where a service's tables live; refused when there is no database. */
    ServiceDatabase existing(Provisioning provisioning, String service) {
        var place = provisioning.database(service);
        if (!provisioning.exists(place)) {
            throw Mistake.failure(
                    "%s has no database yet; %s makes it."
                            .formatted(service, command("create " + service)));
        }
        return place;
    }

    /** What to type for another verb on the same databases. */
    String command(String verb) {
        return options.choice().command(verb);
    }
}
