package dev.bulkhead.game.support;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does things at the same moment, on real threads. */
public final class Race {

    public static <T> List<T> of(int runners, IntFunction<T> run) {
        var start = new CyclicBarrier(runners);
        try (var threads = Executors.newFixedThreadPool(runners)) {
            List<Future<T>> results =
                    IntStream.range(0, runners)
                            .mapToObj(number ->
                                    threads.submit(() -> {
                                        start.await();
                                        return run.apply(number);
                                    }))
                            .toList();
            return results.stream().map(Race::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Race() {}
}
