package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.isolation.Checking;
import dev.bulkhead.cli.options.PlatformOptions;
import dev.bulkhead.cli.options.ServerOptions;
import dev.bulkhead.cli.platform.DatabaseChoice;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.ServerChoices;
import dev.bulkhead.isolation.Findings;
import dev.bulkhead.isolation.report.Report;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        sortOptions = false,
        description = {
            "Attacks every service as every other, as runtime user and as owner, and prints who got"
                    + " through where; returns 1 when something did not end as measured.",
            "",
            "It works on what runs here, and leaves nothing behind. With --platform or --isolation"
                    + " it starts servers of its own instead, provisions, migrates and seeds them,"
                    + " and removes them again.",
            ""
        })
final class IsolationCheckCommand implements Callable<Integer> {

    enum Format {
        text,
        markdown,
        json,
        html
    }

    private static final String EVERY_RUNG = "all";

    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Option(
            names = "--isolation",
            paramLabel = "RUNG|all",
            description =
                    "prefix, schema, database or server: every service on this rung, whatever the"
                            + " manifest says; all: one rung after the other.")
    private @Nullable String isolation;

    @Option(
            names = "--resources",
            description =
                    "With --platform or --isolation: also use up what two services share, such as"
                            + " connections, locks and disk. It takes a minute or two a rung.")
    private boolean resources;

    @Option(
            names = "--format",
            paramLabel = "text|markdown|json|html",
            description = "How to print it (default ${DEFAULT-VALUE}).")
    private Format format = Format.text;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to, instead of the screen.")
    private @Nullable Path output;

    @Mixin private ServerOptions servers = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    IsolationCheckCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() {
        var rungs = rungs();
        refuseUnwritable();
        var report = new Report(findings(rungs));
        var text =
                switch (format) {
                    case text -> report.toText();
                    case markdown -> report.toMarkdown();
                    case json -> report.toJson();
                    case html -> report.toHtml();
                };
        if (output == null) {
            screen.say(text.stripTrailing());
        } else {
            write(output, text);
            screen.say(
                    "%s, written to %s."
                            .formatted(
                                    report.deviations() == 0
                                            ? "Every attempt ended as measured"
                                            : report.deviations() + " deviations",
                                    output));
        }
        return report.deviations() == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    private List<Findings> findings(List<Isolation> rungs) {
        var checking = new Checking(steps());
        var here = platform.checkout(checkout);
        var choices = servers.choices();
        if (!platform.isGiven() && isolation == null) {
            if (resources) {
                throw Mistake.usage(
                        "--resources harms whoever shares the server: it goes with --platform or"
                                + " --isolation only.");
            }
            return List.of(checking.live(here, new DatabaseChoice(Optional.empty(), choices, "")));
        }
        refuseServersOfOthers(choices);
        var wanted = rungs.isEmpty() ? List.of(Optional.<Isolation>empty()) : optional(rungs);
        return wanted.stream()
                .map(rung -> {
                    var found = checking.thrownAway(here, rung, choices);
                    return resources
                            ? checking.withResources(
                                    found, Manifest.read(here.manifest(), rung.orElse(null)))
                            : found;
                })
                .toList();
    }

    private static List<Optional<Isolation>> optional(List<Isolation> rungs) {
        return rungs.stream().map(Optional::of).toList();
    }

    /** Steps belong beside an answer that is read by a program or a browser. */
    private Screen steps() {
        return output == null && format != Format.text ? Screen.besideTheAnswer() : screen;
    }

    private List<Isolation> rungs() {
        if (isolation == null) {
            return List.of();
        }
        if (isolation.equals(EVERY_RUNG)) {
            return Arrays.asList(Isolation.values());
        }
        return Stream.of(isolation)
                .map(it ->
                        Isolation.of(it)
                                .orElseThrow(() ->
                                        Mistake.usage(
                                                "--isolation=%s: there is no such rung; there are %s, and all."
                                                        .formatted(it, Isolation.words()))))
                .toList();
    }

    private static void refuseServersOfOthers(ServerChoices choices) {
        if (choices.elsewhere()) {
            throw Mistake.usage(
                    "With --platform or --isolation the check makes servers of its own and removes"
                            + " them; it does not go with --postgres=postgresql://....");
        }
    }

    private void refuseUnwritable() {
        var folder = output == null ? null : output.toAbsolutePath().getParent();
        if (folder != null && !Files.isWritable(folder)) {
            throw Mistake.usage("--output=%s: cannot write there.".formatted(output));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text.endsWith("\n") ? text : text + "\n");
        } catch (IOException e) {
            throw Mistake.failure("Cannot write " + file + ": " + e.getMessage());
        }
    }
}
