package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.isolation.Trying;
import dev.bulkhead.cli.options.DatabaseOptions;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.isolation.probe.Actor;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "try",
        sortOptions = false,
        description = {
            "Tries one statement as a service, with that service's own password, and prints the"
                    + " rows or PostgreSQL's words. It is one transaction, rolled back at its end.",
            "",
            "  isolation try --as payment \"select * from auth.users\"",
            "  isolation try --as payment:owner --on auth \"select 1\"",
            "",
            "Returns 0 when it worked and 3 when PostgreSQL refused it.",
            ""
        })
final class IsolationTryCommand implements Callable<Integer> {

    private static final Pattern AS = Pattern.compile("([a-z][a-z0-9_]*)(?::(user|owner))?");

    @Parameters(paramLabel = "SQL", description = "What to try.")
    private String sql = "";

    @Option(
            names = "--as",
            paramLabel = "SERVICE[:owner]",
            required = true,
            description = "As whom: the role that the service runs as, or the one that migrates.")
    private String as = "";

    @Option(
            names = "--on",
            paramLabel = "SERVICE",
            description =
                    "In whose database, its own if nothing is said; postgres and template1 are"
                            + " known too.")
    private String on = "";

    @Mixin private DatabaseOptions databases = new DatabaseOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    IsolationTryCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var role = AS.matcher(as);
        if (!role.matches()) {
            throw Mistake.usage("--as=%s: give a service, or service:owner.".formatted(as));
        }
        var actor = "owner".equals(role.group(2)) ? Actor.OWNER : Actor.USER;
        return databases
                .work(checkout, screen)
                .reading(it -> new Trying(it, screen).attempt(role.group(1), actor, on, sql));
    }
}
