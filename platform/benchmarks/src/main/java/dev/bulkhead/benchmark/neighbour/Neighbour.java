package dev.bulkhead.benchmark.neighbour;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Measures one rung of a platform that runs: the same load in turn without a flood, with a flood
 * that holds its connections, and with one that works on them, round after round, so that whatever
 * else the machine does meets all three alike. Prints rows of a Markdown table.
 */
final class Neighbour {

    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final List<Flood.Mode> order =
            List.of(Flood.Mode.NONE, Flood.Mode.HOLD, Flood.Mode.WORK);
    private final String rung;
    private final Load load;
    private final Target target;
    private final Duration phase;
    private final int rounds;

    private Neighbour(String rung, Load load, Target target, Duration phase, int rounds) {
        this.rung = rung;
        this.load = load;
        this.target = target;
        this.phase = phase;
        this.rounds = rounds;
    }

    /** One phase and what the flood had got by its end. */
    private record Phase(Sample others, Sample own, Flood.Report flood) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 6) {
            throw new IllegalArgumentException(
                    "neighbour ROOT STATE RUNG GATEWAY_PORT SECONDS ROUNDS");
        }
        var root = Path.of(arguments[0]);
        var rung = arguments[2];
        var target = Target.of(root, Path.of(arguments[1]), rung, "game");
        var load = Load.prepare(Integer.parseInt(arguments[3]), root);
        new Neighbour(
                        rung,
                        load,
                        target,
                        Duration.ofSeconds(Long.parseLong(arguments[4])),
                        Integer.parseInt(arguments[5]))
                .run();
    }

    private void run() throws IOException, InterruptedException {
        load.run(WARM_UP);
        var phases = new EnumMap<Flood.Mode, List<Phase>>(Flood.Mode.class);
        for (int round = 0; round < rounds; round++) {
            for (var mode : order) {
                phases.computeIfAbsent(mode, _ -> new ArrayList<>()).add(phase(mode));
            }
        }
        for (var mode : order) {
            System.out.println(row(mode, phases));
        }
    }

    private Phase phase(Flood.Mode mode) throws InterruptedException {
        try (var flood = Flood.start(target, mode)) {
            var sample = load.run(phase);
            return new Phase(sample.others(), sample.own(), flood.report());
        }
    }

    private String row(Flood.Mode mode, Map<Flood.Mode, List<Phase>> phases) {
        var all = phases.getOrDefault(mode, List.of());
        var quiet = phases.getOrDefault(Flood.Mode.NONE, List.of());
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < all.size(); i++) {
            ratios.add(
                    all.get(i).others().percentile(0.99) / quiet.get(i).others().percentile(0.99));
        }
        ratios.sort(null);
        var others = Sample.of(all.stream().map(Phase::others).toList());
        var own = Sample.of(all.stream().map(Phase::own).toList());
        var flood = all.getLast().flood();
        return "| %s | %s | %s | %d | %.0f | %.1f | %.1f | %s | %d | %d of %d |"
                .formatted(
                        rung,
                        mode.words(),
                        mode == Flood.Mode.NONE ? "–" : flood.words(),
                        others.size(),
                        others.size() / (phase.toMillis() / 1000.0 * all.size()),
                        others.percentile(0.5),
                        others.percentile(0.99),
                        mode == Flood.Mode.NONE
                                ? "1"
                                : "%.2f (%s)"
                                        .formatted(
                                                median(ratios),
                                                ratios.stream()
                                                        .map("%.2f"::formatted)
                                                        .collect(Collectors.joining(", "))),
                        others.errors(),
                        own.errors(),
                        own.size());
    }

    private static double median(List<Double> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
