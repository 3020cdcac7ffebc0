package dev.bulkhead.payment.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long keys count.
 *
 * @param retention how long an answer is kept for repeating
 * @param lease after which a request without an answer is taken for crashed and may be repeated; it
 *     exceeds the longest time the payment provider may take for one request
 */
@ConfigurationProperties("bulkhead.payment.idempotency")
record IdempotencySettings(
        @DefaultValue("24h") Duration retention, @DefaultValue("3m") Duration lease) {

    IdempotencySettings {
        if (!lease.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.payment.idempotency.lease must be positive, but was " + lease);
        }
        if (retention.compareTo(lease) <= 0) {
            throw new IllegalArgumentException(
                    "bulkhead.payment.idempotency.retention must be longer than the lease, but was "
                            + retention);
        }
    }
}
