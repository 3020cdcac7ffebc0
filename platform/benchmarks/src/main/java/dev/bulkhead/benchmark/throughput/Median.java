package dev.bulkhead.benchmark.throughput;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of several runs, which one bad run does not move. */
final class Median {

    static <T> double of(List<T> all, ToDoubleFunction<T> value) {
        var sorted = all.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private Median() {}
}
