package dev.bulkhead.payment.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What happens to an event that cannot be applied yet.
 *
 * @param retryAfter the first pause before it is tried again; doubled each time, up to an hour
 * @param maxAttempts after which it is left for a person to look at
 * @param batch how many are tried in one round
 */
@ConfigurationProperties("bulkhead.payment.webhook")
record WebhookPolicy(
        @DefaultValue("5s") Duration retryAfter,
        @DefaultValue("80") int maxAttempts,
        @DefaultValue("50") int batch) {

    private static final Duration LONGEST = Duration.ofHours(1);

    WebhookPolicy {
        if (!retryAfter.isPositive() || maxAttempts < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "bulkhead.payment.webhook: retry-after, max-attempts and batch must be"
                            + " positive");
        }
    }

    Duration pauseAfter(int attempts) {
        var pause = retryAfter.multipliedBy(1L << Math.min(attempts, 20));
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }
}
