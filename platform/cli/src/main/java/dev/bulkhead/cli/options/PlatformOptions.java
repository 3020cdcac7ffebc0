package dev.bulkhead.cli.options;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.checkout.Platforms;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which platform a verb is about; the repository's own when nothing is said. */
public final class PlatformOptions {

    @Option(
            names = "--platform",
            paramLabel = "NAME|FILE",
            description =
                    "Another platform than this repository's own: a folder of examples/, or the"
                            + " path of a platform.yaml. What it keeps is apart from ours.")
    private @Nullable String platform;

    public Checkout checkout(Checkout here) {
        return platform == null ? here : new Platforms(here).get(platform);
    }

    /** Whether one was named. */
    public boolean isGiven() {
        return platform != null;
    }

    /** The same option once more, after a blank. */
    public String again() {
        return platform == null ? "" : " --platform " + platform;
    }
}
