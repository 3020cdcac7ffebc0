package dev.bulkhead.game.support;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still until a test moves it. */
public class MovableClock implements InstantSource {

    /** The real time at first: tokens are checked against that. */
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.ofEpochMilli(System.currentTimeMillis()));

    @Override
    public Instant instant() {
        return now.get();
    }

    public void forward(Duration time) {
        now.updateAndGet(it -> it.plus(time));
    }

    public void set(Instant time) {
        now.set(time);
    }
}
