package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Sends every kind of request to a platform that runs, directly and through the gateway, in turn
 * and round after round, so that whatever else the machine does meets all alike. Prints a Markdown
 * table of medians, and the ratios within the rounds.
 */
final class Throughput {

    private static final int WARM_UP_SECONDS = 10;
    private static final int WARM_UPS = 18;
    private static final int NO_FASTER = 3;

    private final Wrk wrk;
    private final People people;
    private final Processors processors;
    private final int port;
    private final int seconds;

    private Throughput(Wrk wrk, People people, Processors processors, int port, int seconds) {
        this.wrk = wrk;
        this.people = people;
        this.processors = processors;
        this.port = port;
        this.seconds = seconds;
    }

    /** One line of the table. */
    private record Case(Scenario scenario, boolean gateway, int connections) {

        Case direct() {
            return new Case(scenario, false, connections);
        }
    }

    /** What came of one run; processor times in microseconds a request. */
    private record Run(Wrk.Figures figures, double service, double gateway, double database) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 6) {
            throw new IllegalArgumentException(
                    "Throughput ROOT STATE GATEWAY_PORT SECONDS ROUNDS CONNECTIONS [SCENARIO...]");
        }
        var root = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[2]);
        var wanted = List.of(arguments).subList(6, arguments.length);
        var scenarios =
                Scenario.ALL.stream()
                        .filter(it -> wanted.isEmpty() || wanted.contains(it.name()))
                        .toList();
        var connections =
                Stream.of(arguments[5].strip().split(" +")).map(Integer::valueOf).toList();
        new Throughput(
                        new Wrk(root),
                        People.settle("http://localhost:" + port, root),
                        new Processors(Path.of(arguments[1])),
                        port,
                        Integer.parseInt(arguments[3]))
                .run(scenarios, connections, Integer.parseInt(arguments[4]));
    }

    private void run(List<Scenario> scenarios, List<Integer> connections, int rounds)
            throws IOException, InterruptedException {
        var cases = new ArrayList<Case>();
        for (var scenario : scenarios) {
            for (int several : connections) {
                cases.add(new Case(scenario, false, several));
                cases.add(new Case(scenario, true, several));
            }
        }
        for (var each : cases) {
            if (each.connections() == connections.getLast()) {
                warmUp(each);
            }
        }
        Map<Case, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            people.logIn();
            for (var each : cases) {
                runs.computeIfAbsent(each, _ -> new ArrayList<>()).add(measure(each));
            }
            System.err.printf("round %d of %d%n", round + 1, rounds);
        }
        System.out.println(
                """
                | request | way | connections | requests/s | p50 ms | p99 ms | errors | gateway : direct \
                | CPU µs: service | gateway | database |
                |---|---|---|---|---|---|---|---|---|---|---|\
                """);
        runs.forEach((each, its) -> System.out.println(row(each, its, runs.get(each.direct()))));
    }

    /**
     * Until it has not become faster three times running. The compiler works on a method that runs
     * once a request after a hundred thousand of them.
     */
    private void warmUp(Case each) throws IOException, InterruptedException {
        double best = 0;
        for (int i = 0, since = 0; i < WARM_UPS && since < NO_FASTER; i++) {
            double now = send(each, WARM_UP_SECONDS).perSecond();
            since = now > best * 1.02 ? 0 : since + 1;
            best = Math.max(best, now);
            System.err.printf(
                    "%s %s: %,.0f requests a second after %d s%n",
                    each.scenario().name(),
                    each.gateway() ? "gateway" : "direct",
                    now,
                    (i + 1) * WARM_UP_SECONDS);
        }
    }

    private Run measure(Case each) throws IOException, InterruptedException {
        var service = processors.of(each.scenario().service());
        var gateway = processors.of("gateway");
        var database = processors.ofDatabase();
        var figures = send(each, seconds);
        return new Run(
                figures,
                perRequest(processors.of(each.scenario().service()).minus(service), figures),
                perRequest(processors.of("gateway").minus(gateway), figures),
                perRequest(processors.ofDatabase().minus(database), figures));
    }

    private Wrk.Figures send(Case each, int time) throws IOException, InterruptedException {
        int target = each.gateway() ? port : port + offset(each.scenario().service());
        return wrk.run(
                "http://127.0.0.1:" + target,
                each.scenario().lines(people),
                each.connections(),
                time);
    }

    /** In the order in which the script hands out ports. */
    private static int offset(String service) {
        return switch (service) {
            case "auth-service" -> 1;
            case "payment-service" -> 2;
            case "game-service" -> 3;
            case "media-service" -> 4;
            default -> throw new IllegalArgumentException("There is no " + service);
        };
    }

    private static double perRequest(Duration used, Wrk.Figures figures) {
        return used.toNanos() / 1e3 / Math.max(1, figures.requests());
    }

    private static String row(Case each, List<Run> runs, List<Run> direct) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < runs.size(); i++) {
            ratios.add(runs.get(i).figures().perSecond() / direct.get(i).figures().perSecond());
        }
        long errors =
                runs.stream().mapToLong(it -> it.figures().broken() + it.figures().refused()).sum();
        return "| %s | %s | %d | %,.0f | %.1f | %.1f | %d | %s | %.0f | %s | %.0f |"
                .formatted(
                        each.scenario().name(),
                        each.gateway() ? "gateway" : "direct",
                        each.connections(),
                        Median.of(runs, it -> it.figures().perSecond()),
                        Median.of(runs, it -> it.figures().p50()),
                        Median.of(runs, it -> it.figures().p99()),
                        errors,
                        each.gateway() ? "%.2f".formatted(Median.of(ratios, it -> it)) : "1",
                        Median.of(runs, Run::service),
                        each.gateway() ? "%.0f".formatted(Median.of(runs, Run::gateway)) : "–",
                        Median.of(runs, Run::database));
    }
}
