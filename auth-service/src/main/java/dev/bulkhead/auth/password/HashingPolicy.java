package dev.bulkhead.auth.password;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What one hash costs and how many may be made at once.
 *
 * @param memory KiB of memory for one hash; no less than the 19456 of the OWASP Password Storage
 *     Cheat Sheet
 * @param iterations passes over that memory; no less than OWASP's 2
 * @param atOnce how many hashes may be computed at the same time, so that a storm of logins takes
 *     at most this many times the memory and this many processors
 * @param patience how long a request waits for its turn before it is answered with 503
 */
@ConfigurationProperties("bulkhead.auth.password")
record HashingPolicy(
        @DefaultValue("19456") int memory,
        @DefaultValue("2") int iterations,
        @DefaultValue("2") int atOnce,
        @DefaultValue("5s") Duration patience) {

    HashingPolicy {
        if (memory < 19_456 || iterations < 2) {
            throw new IllegalArgumentException(
                    "bulkhead.auth.password needs at least memory 19456 and iterations 2, but had "
                            + memory
                            + " and "
                            + iterations);
        }
        if (atOnce < 1 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "bulkhead.auth.password needs at-once of at least 1 and a patience that is not"
                            + " negative, but had "
                            + atOnce
                            + " and "
                            + patience);
        }
    }
}
