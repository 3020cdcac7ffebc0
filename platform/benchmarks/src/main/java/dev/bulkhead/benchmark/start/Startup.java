package dev.bulkhead.benchmark.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times {@code up} until a person who logs in has had an answer from every service: with data that
 * are there, and without. Prints rows of a Markdown table, each with the median and the extremes.
 */
final class Startup {

    private static final int REQUESTS = 10;

    private final Instance instance;
    private final int rounds;
    private final Map<String, List<Double>> found = new LinkedHashMap<>();

    private Startup(Instance instance, int rounds) {
        this.instance = instance;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("startup ROOT STATE FIRST_PORT ROUNDS");
        }
        var instance =
                new Instance(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Integer.parseInt(arguments[2]));
        new Startup(instance, Integer.parseInt(arguments[3])).run();
    }

    private void run() throws IOException, InterruptedException {
        try {
            for (int round = 1; round <= rounds; round++) {
                System.err.printf("round %d of %d%n", round, rounds);
                forgetData();
                start("empty data directory", true);
                instance.down();
                start("data present", false);
                alone();
                instance.down();
            }
        } finally {
            instance.down();
        }
        found.forEach(Startup::print);
    }

    private void start(String kind, boolean first) throws IOException, InterruptedException {
        var cpu = Instance.cpuSecondsOfCommands();
        var begun = System.nanoTime();
        instance.up();
        var visitor = new Visitor(instance.gateway());
        if (first) {
            visitor.register();
        }
        visitor.logIn();
        var took = new LinkedHashMap<String, Double>();
        for (var service : Instance.SERVICES) {
            took.put(service, visitor.read(service));
        }
        note("up, " + kind + ": first answer of all four, s", seconds(begun));
        var processes = instance.pids().values().stream().mapToDouble(Instance::cpuSeconds).sum();
        note(
                "up, " + kind + ": processor time, s",
                Instance.cpuSecondsOfCommands() - cpu + processes);
        for (var service : Instance.SERVICES) {
            note(kind + ": 1st request to " + service + ", ms", took.get(service));
            for (int request = 2; request < REQUESTS; request++) {
                visitor.read(service);
            }
            note(
                    kind + ": %dth request to %s, ms".formatted(REQUESTS, service),
                    visitor.read(service));
        }
    }

    /** Each JVM started while the others idle. */
    private void alone() throws IOException, InterruptedException {
        var all = new ArrayList<>(Instance.SERVICES);
        all.add("gateway");
        for (var service : all) {
            instance.stop(service);
            instance.up();
            var name = Instance.name(service);
            note(name + " alone: start to ready, s", instance.readyAfter(name).toMillis() / 1000.0);
            note(
                    name + " alone: processor time, s",
                    Instance.cpuSeconds(instance.pids().get(name)));
        }
    }

    private void forgetData() throws IOException {
        for (var folder : List.of("postgres", "secrets", "data", "run", "logs")) {
            delete(instance.state().resolve(folder));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void note(String what, double value) {
        found.computeIfAbsent(what, _ -> new ArrayList<>()).add(value);
    }

    private static double seconds(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
    }

    private static void print(String what, List<Double> values) {
        values.sort(null);
        System.out.printf(
                "| %s | %.2f | %.2f to %.2f |%n",
                what, values.get(values.size() / 2), values.getFirst(), values.getLast());
    }
}
