package dev.bulkhead.provisioning.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The same work on several databases at once. */
public final class SideBySide {

    /** Keeps a server's processors busy while answers travel, and leaves connections to others. */
    private static final int SESSIONS = 4;

    private SideBySide() {}

    /**
     * Returns what each piece of work returned, in the order of the items. When some fail, the
     * others are done first; then the failure of the first one is thrown.
     */
    public static <T, R> List<R> map(Collection<T> items, Function<T, R> work) {
        if (items.size() < 2) {
            return items.stream().map(work).toList();
        }
        var results = new ArrayList<Future<R>>();
        // A virtual thread that waits for a class to be initialized keeps its carrier, and there
        // are as many as processors: two were not enough for four threads to ever go on.
        try (var workers =
                Executors.newFixedThreadPool(
                        SESSIONS, Thread.ofPlatform().daemon().name("database-", 0).factory())) {
            items.forEach(it -> results.add(workers.submit(() -> work.apply(it))));
        }
        return results.stream().map(SideBySide::result).toList();
    }

    private static <R> R result(Future<R> done) {
        try {
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProvisioningFailed("Interrupted while working on the databases.", e);
        }
    }
}
