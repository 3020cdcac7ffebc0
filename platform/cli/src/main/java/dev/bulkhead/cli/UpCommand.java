package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Seeds;
import dev.bulkhead.cli.options.DatabaseOptions;
import dev.bulkhead.cli.platform.Launch;
import dev.bulkhead.cli.platform.PortChoices;
import dev.bulkhead.cli.platform.StartingPlatform;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        sortOptions = false,
        description = {
            "Starts PostgreSQL, brings the databases to what the manifest and the migrations say,"
                + " and starts every service and the gateway. What runs or is done already is left"
                + " alone.",
            ""
        })
final class UpCommand implements Callable<Integer> {

    @Option(
            names = {"-d", "--detach"},
            description = "Leave everything running and return.")
    private boolean detached;

    @Mixin private DatabaseOptions databases = new DatabaseOptions();

    @Option(
            names = "--port",
            paramLabel = "NAME=PORT",
            description =
                    "Move a service, the gateway or postgres: --port auth=5501. May be repeated.")
    private Map<String, Integer> ports = new LinkedHashMap<>();

    @Option(
            names = "--env",
            paramLabel = "dev|prod",
            description =
                    "Which seeds: prod has what every installation needs, dev has examples as well"
                            + " (default ${DEFAULT-VALUE}).")
    private Seeds seeds = Seeds.dev;

    @Option(
            names = "--despite-holes",
            description =
                    "Start although a wall between services is open where the manifest wants it"
                            + " closed; ./bulkhead isolation verify lists what is.")
    private boolean despiteHoles;

    @Option(
            names = "--archive",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Before the first start with new libraries, archive their classes, which takes"
                            + " a start in itself and makes all later ones fast (default).")
    private boolean archive = true;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "${env:BULKHEAD_PATIENCE:-240}",
            description = "How long the applications may take to be ready (default 240).")
    private int patience = 240;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    UpCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (patience < 1) {
            throw Mistake.usage("--patience " + patience + ": give a number of seconds.");
        }
        var launch =
                new Launch(
                        databases.choice(),
                        new PortChoices(ports),
                        detached,
                        seeds,
                        despiteHoles,
                        archive,
                        Duration.ofSeconds(patience));
        return new StartingPlatform(databases.checkout(checkout), screen, launch).run();
    }
}
