package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.options.PlatformOptions;
import dev.bulkhead.cli.platform.Ladder;
import dev.bulkhead.cli.platform.Members;
import dev.bulkhead.cli.platform.PortChoices;
import dev.bulkhead.cli.platform.Survey;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.Servers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description =
                "Shows what runs, where, since when. Returns 0 when every service and the gateway"
                        + " are up, else 1.")
final class StatusCommand implements Callable<Integer> {

    @Mixin private PlatformOptions platform = new PlatformOptions();

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
        var shown = platform.checkout(checkout);
        var manifest = new Ladder(shown).manifest(Optional.empty());
        var members = new Members(shown, manifest, new PortChoices(Map.of())).all();
        var survey = new Survey(shown, members, Servers.names(manifest));
        screen.say(survey.status());
        shown.lock()
                .holder()
                .ifPresent(launcher ->
                        screen.say(
                                "\nIn the hands of the launcher with pid " + launcher.pid() + "."));
        var up = members.isEmpty() ? survey.ownServersUp() : survey.allReady();
        return up ? ExitCode.OK : ExitCode.FAILURE;
    }
}
