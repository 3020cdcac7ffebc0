package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The load generator, https://github.com/wg/wrk: one thread, all connections busy all the time. */
final class Wrk {

    private static final Pattern FIGURES =
            Pattern.compile("FIGURES (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    private final Path script;

    Wrk(Path root) {
        script = root.resolve("platform/benchmarks/src/main/lua/requests.lua");
    }

    /**
     * What came of it; times in milliseconds.
     *
     * @param broken connections that failed, and answers that did not come
     * @param refused answers with a status of 400 and above
     */
    record Figures(
            long requests, double seconds, long broken, long refused, double p50, double p99) {

        double perSecond() {
            return requests / seconds;
        }
    }

    Figures run(String base, List<String> requests, int connections, int seconds)
            throws IOException, InterruptedException {
        var file = Files.createTempFile("requests", ".txt"); // mode 0600: it holds tokens
        try {
            Files.write(file, requests);
            var process =
                    new ProcessBuilder(
                                    "wrk",
                                    "--threads=1",
                                    "--connections=" + connections,
                                    "--duration=" + seconds + "s",
                                    "--timeout=10s",
                                    "--script=" + script,
                                    base,
                                    "--",
                                    file.toString(),
                                    UUID.randomUUID().toString())
                            .redirectErrorStream(true)
                            .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var figures = FIGURES.matcher(said);
            if (process.waitFor() != 0 || !figures.find()) {
                throw new IOException("wrk failed: " + said);
            }
            return new Figures(
                    Long.parseLong(figures.group(1)),
                    Long.parseLong(figures.group(2)) / 1e6,
                    Long.parseLong(figures.group(3)),
                    Long.parseLong(figures.group(4)),
                    Long.parseLong(figures.group(5)) / 1e3,
                    Long.parseLong(figures.group(6)) / 1e3);
        } finally {
            Files.delete(file);
        }
    }
}
