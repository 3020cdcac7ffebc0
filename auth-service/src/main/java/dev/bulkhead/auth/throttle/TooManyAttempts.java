package dev.bulkhead.auth.throttle;

import java.time.Duration;

/** No attempt is allowed at the moment; answered with 429. */
public class TooManyAttempts extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyAttempts(Duration wait) {
        super("Too many failed attempts");
        this.wait = wait;
    }

    /**
     * In how many whole seconds the next attempt is worth making: Retry-After, RFC 9110 §10.2.3.
     */
    long seconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
