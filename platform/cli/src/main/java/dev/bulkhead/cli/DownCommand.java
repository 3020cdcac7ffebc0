package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.options.PlatformOptions;
import dev.bulkhead.cli.platform.StoppingPlatform;
import dev.bulkhead.cli.screen.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        description =
                "Stops the gateway, then the services, then PostgreSQL, and waits until they are"
                        + " gone. The data stay.")
final class DownCommand implements Callable<Integer> {

    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    DownCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        return new StoppingPlatform(platform.checkout(checkout), screen).run();
    }
}
