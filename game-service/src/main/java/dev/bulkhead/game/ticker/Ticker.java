package dev.bulkhead.game.ticker;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does one piece of work on a thread of its own, with a pause after each time, from the start of
 * the service to its end. A failure is logged once and the work tried again: nothing that a
 * database did ends a ticker.
 */
public final class Ticker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Ticker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final Duration pause;
    private final Runnable work;
    private @Nullable ScheduledExecutorService thread;
    private boolean failing;

    /**
     * @param name of the thread
     */
    public Ticker(String name, Duration pause, Runnable work) {
        this.name = name;
        this.pause = pause;
        this.work = work;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            thread =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform().daemon().name(name).factory());
            thread.scheduleWithFixedDelay(
                    this::tick, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Waits for the work at hand: it may be in the middle of a transaction. */
    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdown();
            try {
                if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    thread.shutdownNow();
                }
            } catch (InterruptedException e) {
                thread.shutdownNow();
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void tick() {
        try {
            work.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("{} failed and is tried again every {}", name, pause, e);
            }
            failing = true;
        }
    }
}
