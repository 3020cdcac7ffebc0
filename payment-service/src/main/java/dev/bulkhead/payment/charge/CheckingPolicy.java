package dev.bulkhead.payment.charge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When to ask the provider what became of something.
 *
 * @param after time without news; longer than an attempt to pay takes, which is up to three calls
 *     to the provider with all their retries
 * @param batch how many to ask about in one round
 */
@ConfigurationProperties("bulkhead.payment.check")
record CheckingPolicy(@DefaultValue("2m") Duration after, @DefaultValue("20") int batch) {

    CheckingPolicy {
        if (!after.isPositive() || batch < 1) {
            throw new IllegalArgumentException(
                    "bulkhead.payment.check.after and .batch must be positive, but were "
                            + after
                            + " and "
                            + batch);
        }
    }
}
