package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.platform.Members;
import dev.bulkhead.cli.platform.PortChoices;
import dev.bulkhead.cli.platform.Survey;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Shows what runs, where, since when. Returns 0 when every service and the gateway"
                        + " are up, else 1.")
final class StatusCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    StatusCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var manifest = Manifest.read(checkout.manifest());
        var members = new Members(checkout, manifest, new PortChoices(Map.of())).all();
        var survey = new Survey(checkout, members);
        screen.say(survey.status());
        checkout.lock()
                .holder()
                .ifPresent(launcher ->
                        screen.say(
                                "\nIn the hands of the launcher with pid " + launcher.pid() + "."));
        return survey.allReady() ? ExitCode.OK : ExitCode.FAILURE;
    }
}
