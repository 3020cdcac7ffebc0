package dev.bulkhead.cli;

import dev.bulkhead.cli.checkout.Checkout;
import dev.bulkhead.cli.options.PlatformOptions;
import dev.bulkhead.cli.platform.Ladder;
import dev.bulkhead.cli.platform.LogTail;
import dev.bulkhead.cli.platform.Members;
import dev.bulkhead.cli.platform.PortChoices;
import dev.bulkhead.cli.screen.ExitCode;
import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.cli.server.Servers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description =
                "Prints the end of every log, or of one service's; -f goes on as lines arrive,"
                        + " until Ctrl-C.")
final class LogsCommand implements Callable<Integer> {

    private static final long GLANCE_MILLIS = 250;
    private static final int CHUNK = 64 * 1024;

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description = "auth, auth-service, gateway, postgres, build ...; all when left out.")
    private @Nullable String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Follow what is written from now on.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines (default ${DEFAULT-VALUE}).")
    private int lines = 20;

    @Mixin private PlatformOptions platform = new PlatformOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This page.")
    private boolean help;

    private final Checkout checkout;
    private final Screen screen;

    LogsCommand(Checkout checkout, Screen screen) {
        this.checkout = checkout;
        this.screen = screen;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 0) {
            throw Mistake.usage("--lines " + lines + ": how should that look?");
        }
        var logs = chosen();
        var several = logs.size() > 1;
        var offsets = new LinkedHashMap<String, Long>();
        for (var log : logs.entrySet()) {
            offsets.put(log.getKey(), size(log.getValue()));
            if (several && Files.exists(log.getValue())) {
                screen.say("==> " + log.getKey() + " <==");
            }
            LogTail.last(log.getValue(), lines).forEach(screen::say);
        }
        if (logs.values().stream().noneMatch(Files::exists) && !follow) {
            throw Mistake.failure("Nothing has been logged yet.");
        }
        while (follow) {
            for (var log : logs.entrySet()) {
                var from = offsets.getOrDefault(log.getKey(), 0L);
                offsets.put(log.getKey(), print(several ? log.getKey() : "", log.getValue(), from));
            }
            Thread.sleep(GLANCE_MILLIS);
        }
        return ExitCode.OK;
    }

    private Map<String, Path> chosen() {
        var known = new LinkedHashMap<String, Path>();
        var shown = platform.checkout(checkout);
        var manifest = new Ladder(shown).manifest(Optional.empty());
        var members = new Members(shown, manifest, new PortChoices(Map.of())).all();
        members.forEach(member -> known.put(member.name(), shown.log(member.name())));
        Servers.names(manifest).forEach(server -> known.put(server, Servers.log(shown, server)));
        if (service == null) {
            return known;
        }
        known.put("build", checkout.log("build"));
        known.put("bulkhead", checkout.log("bulkhead"));
        var name =
                members.stream()
                        .filter(member -> member.key().equals(service))
                        .findFirst()
                        .map(member -> member.name())
                        .orElse(service);
        var log = known.get(name);
        if (log == null) {
            throw Mistake.usage(
                    "there is no log of \""
                            + service
                            + "\"; there are "
                            + String.join(", ", known.keySet())
                            + ".");
        }
        return Map.of(name, log);
    }

    /** Whole lines only; what was cut short by a restart starts again at its beginning. */
    private long print(String prefix, Path log, long from) throws IOException {
        var size = size(log);
        var start = size < from ? 0 : from;
        if (size == start) {
            return start;
        }
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(start);
            var bytes = new byte[(int) Math.min(CHUNK, size - start)];
            file.readFully(bytes);
            var end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end == 0 && bytes.length == CHUNK) {
                end = CHUNK; // a line longer than this is shown in parts
            }
            new String(bytes, 0, end, java.nio.charset.StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> screen.say(prefix.isEmpty() ? line : prefix + " | " + line));
            return start + end;
        }
    }

    private static long size(Path log) throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }
}
