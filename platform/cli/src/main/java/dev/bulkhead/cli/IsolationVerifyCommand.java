package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.database.Databases;
import dev.bulkhead.cli.options.DatabaseOptions;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.Provisioning;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        sortOptions = false,
        description = {
            "Reads the servers' catalogues and lists whatever is not as the manifest intends:"
                    + " roles, memberships, grants, owners, default privileges, functions, views,"
                    + " row-level security, pg_hba. Changes nothing; returns 1 when something"
                    + " deviates.",
            ""
        })
final class IsolationVerifyCommand implements Callable<Integer> {

    enum Format {
        text,
        json
    }

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "How to print it (default ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Mixin private DatabaseOptions databases = new DatabaseOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    IsolationVerifyCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var steps = format == Format.json ? Screen.besideTheAnswer() : screen;
        return databases.work(checkout, steps).reading(this::verify);
    }

    private int verify(Provisioning provisioning) {
        var verified = new Databases(provisioning, screen, databases.choice()::command).verify();
        screen.say(
                switch (format) {
                    case text -> verified.toText();
                    case json -> verified.toJson();
                });
        return verified.holds() ? ExitCode.OK : ExitCode.FAILURE;
    }
}
