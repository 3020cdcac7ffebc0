package dev.bulkhead.benchmark.start;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Adds up what the JVMs take in memory, as proportional shares (PSS): when they have idled, and
 * after readers on several connections. Prints rows of a Markdown table.
 */
final class MemoryUse {

    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 16;

    private final Instance instance;
    private final Map<String, List<Long>> idle = new LinkedHashMap<>();
    private final Map<String, List<Long>> loaded = new LinkedHashMap<>();

    private MemoryUse(Instance instance) {
        this.instance = instance;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            throw new IllegalArgumentException("memory ROOT STATE FIRST_PORT ROUNDS SECONDS");
        }
        new MemoryUse(
                        new Instance(
                                Path.of(arguments[0]),
                                Path.of(arguments[1]),
                                Integer.parseInt(arguments[2])))
                .run(
                        Integer.parseInt(arguments[3]),
                        Duration.ofSeconds(Long.parseLong(arguments[4])));
    }

    private void run(int rounds, Duration load) throws IOException, InterruptedException {
        try {
            for (int round = 1; round <= rounds; round++) {
                System.err.printf("round %d of %d%n", round, rounds);
                instance.up();
                LockSupport.parkNanos(IDLE.toNanos());
                weigh(idle);
                var visitor = new Visitor(instance.gateway());
                if (round == 1) {
                    visitor.register();
                }
                visitor.logIn();
                var requests = visitor.readAllFor(load, CONNECTIONS);
                weigh(loaded);
                System.err.printf("%d requests in %d s%n", requests, load.toSeconds());
                instance.down();
            }
        } finally {
            instance.down();
        }
        for (var name : idle.keySet()) {
            System.out.printf(
                    "| %s | %d | %d |%n", name, median(idle.get(name)), median(loaded.get(name)));
        }
    }

    private void weigh(Map<String, List<Long>> found) {
        long all = 0;
        for (var it : instance.pids().entrySet()) {
            var share = Instance.mebibytes(it.getValue());
            found.computeIfAbsent(it.getKey(), _ -> new ArrayList<>()).add(share);
            all += it.getKey().equals("postgres") ? 0 : share;
        }
        found.computeIfAbsent("all five JVMs", _ -> new ArrayList<>()).add(all);
    }

    private static long median(List<Long> values) {
        values.sort(null);
        return values.get(values.size() / 2);
    }
}
