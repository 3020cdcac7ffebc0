package dev.bulkhead.cli.options;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.platform.DatabaseWork;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which databases a verb is about: of which platform, on which rung, on which servers. */
public final class DatabaseOptions {

    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Option(
            names = "--isolation",
            paramLabel = "RUNG",
            description =
                    "prefix, schema, database or server: every service on this rung, whatever the"
                            + " manifest says. Each rung has tables of its own.")
    private @Nullable String isolation;

    @Mixin private ServerOptions servers = new ServerOptions();

    /** What the platform keeps. */
    public Checkout checkout(Checkout here) {
        return platform.checkout(here);
    }

    public DatabaseChoice choice() {
        var chosen = servers.choices();
        var again =
                platform.again()
                        + (isolation == null ? "" : " --isolation=" + isolation)
                        + (chosen.toString().isEmpty() ? "" : " " + chosen);
        return new DatabaseChoice(rung(), chosen, again);
    }

    /** The databases, on servers that run. */
    public DatabaseWork work(Checkout here, Screen screen) {
        return new DatabaseWork(checkout(here), screen, choice());
    }

    private Optional<Isolation> rung() {
        if (isolation == null) {
            return Optional.empty();
        }
        return Optional.of(
                Isolation.of(isolation)
                        .orElseThrow(() ->
                                Mistake.usage(
                                        "--isolation=%s: there is no such rung; there are %s."
                                                .formatted(isolation, Isolation.words()))));
    }
}
