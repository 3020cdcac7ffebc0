package dev.bulkhead.gateway.forward;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the gateway stops asking a service that does not answer. What counts is a service that
 * cannot be reached, breaks off, or exceeds its time; never what the client does, and never load.
 *
 * @param window of the last seconds that are looked at
 * @param minimumCalls fewer in the window prove nothing
 * @param failurePercent of them that open the breaker
 * @param openFor how long the service is left alone
 * @param trialCalls how many requests then try whether it is back
 * @param failureStatuses answers that count as failures too; none by default, as a service that
 *     answers is there, and one broken address should not close the rest
 */
@ConfigurationProperties("bulkhead.gateway.breaker")
record BreakerSettings(
        @DefaultValue("10s") Duration window,
        @DefaultValue("10") int minimumCalls,
        @DefaultValue("50") int failurePercent,
        @DefaultValue("5s") Duration openFor,
        @DefaultValue("3") int trialCalls,
        @DefaultValue Set<Integer> failureStatuses) {

    private static final Duration NEVER_TOO_SLOW = Duration.ofDays(365);

    BreakerSettings {
        if (window.toSeconds() < 1
                || minimumCalls < 1
                || failurePercent < 1
                || failurePercent > 100
                || openFor.toMillis() < 1
                || trialCalls < 1) {
            throw new IllegalArgumentException(
                    "bulkhead.gateway.breaker needs a window of at least 1s, minimum-calls,"
                        + " open-for and trial-calls greater than 0, and a failure-percent from 1"
                        + " to 100");
        }
    }

    CircuitBreakerConfig configuration() {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize((int) window.toSeconds())
                .minimumNumberOfCalls(minimumCalls)
                .failureRateThreshold(failurePercent)
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(trialCalls)
                // An upload takes as long as it takes; exceeding the time limit is a failure
                // anyway.
                .slowCallDurationThreshold(NEVER_TOO_SLOW)
                .build();
    }
}
