package dev.bulkhead.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The real time, plus what a test adds; or a standing one, for tests that count seconds. */
public class MovableClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;
    private volatile Instant stopped;

    /** Lets time pass. */
    public void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Lets no time pass but what is added, however slow the machine is. */
    public void stop() {
        stopped = Instant.now();
    }

    public void resume() {
        stopped = null;
    }

    @Override
    public Instant instant() {
        var base = stopped;
        return (base == null ? Instant.now() : base).plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
