package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares payment-service with pgbench on the same statements. Prints a Markdown table. */
final class Limits {

    private static final int CONNECTIONS = 64;
    private static final int WARM_UPS = 4;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            throw new IllegalArgumentException("Limits ROOT STATE GATEWAY_PORT SECONDS ROUNDS");
        }
        var root = Path.of(arguments[0]);
        int gateway = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        var database = new Database(Path.of(arguments[1]));
        try (var admin = database.connect("postgres", "payment_db");
                var statement = admin.createStatement()) {
            // beside the service's pool, which has nearly all that may be opened
            statement.execute("alter role payment_user connection limit 40");
            statement.execute("alter database payment_db connection limit 60");
        }
        var people = People.settle("http://localhost:" + gateway, root);
        var limits = new Limits(new Wrk(root), new PgBench(database, root), people, gateway + 2);
        var variables = Map.of("user", people.id(0), "order", people.orderOf(0));
        System.out.println(
                """
                | request | payment-service, 64 connections: requests/s | p99 ms | errors | pgbench, 10 sessions: transactions/s | service : pgbench |
                |---|---|---|---|---|---|\
                """);
        limits.compare(
                "write", "place-order.sql", Map.of(), seconds, Integer.parseInt(arguments[4]));
        limits.compare(
                "order", "show-order.sql", variables, seconds, Integer.parseInt(arguments[4]));
    }

    private final Wrk wrk;
    private final PgBench pgbench;
    private final People people;
    private final int port;

    private Limits(Wrk wrk, PgBench pgbench, People people, int port) {
        this.wrk = wrk;
        this.pgbench = pgbench;
        this.people = people;
        this.port = port;
    }

    private void compare(
            String name, String script, Map<String, String> variables, int seconds, int rounds)
            throws IOException, InterruptedException {
        var scenario =
                Scenario.ALL.stream()
                        .filter(it -> it.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        var served = new ArrayList<Wrk.Figures>();
        var limits = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        people.logIn();
        for (int round = -WARM_UPS; round < rounds; round++) {
            var figures = send(scenario, seconds);
            double limit = pgbench.run(script, variables, seconds);
            if (round >= 0) {
                served.add(figures);
                limits.add(limit);
                ratios.add(figures.perSecond() / limit);
            }
        }
        System.out.printf(
                "| %s | %,.0f | %.1f | %d | %,.0f | %.2f (%s) |%n",
                name,
                Median.of(served, Wrk.Figures::perSecond),
                Median.of(served, Wrk.Figures::p99),
                served.stream().mapToLong(it -> it.broken() + it.refused()).sum(),
                Median.of(limits, it -> it),
                Median.of(ratios, it -> it),
                String.join(", ", ratios.stream().sorted().map("%.2f"::formatted).toList()));
    }

    private Wrk.Figures send(Scenario scenario, int seconds)
            throws IOException, InterruptedException {
        List<String> lines = scenario.lines(people);
        return wrk.run("http://127.0.0.1:" + port, lines, CONNECTIONS, seconds);
    }
}
