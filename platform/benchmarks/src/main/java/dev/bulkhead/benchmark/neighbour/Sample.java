package dev.bulkhead.benchmark.neighbour;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How long requests took, those that failed among them.
 *
 * @param nanos in ascending order
 * @param errors how many were answered otherwise than meant, or not at all
 */
record Sample(long[] nanos, int errors) {

    Sample {
        nanos = nanos.clone();
        Arrays.sort(nanos);
    }

    static Sample of(List<Sample> parts) {
        return new Sample(
                parts.stream().flatMapToLong(it -> LongStream.of(it.nanos())).toArray(),
                parts.stream().mapToInt(Sample::errors).sum());
    }

    int size() {
        return nanos.length;
    }

    /** In milliseconds. */
    double percentile(double share) {
        return nanos.length == 0
                ? Double.NaN
                : nanos[Math.min(nanos.length - 1, (int) (nanos.length * share))] / 1e6;
    }
}
