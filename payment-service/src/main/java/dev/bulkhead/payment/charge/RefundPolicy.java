package dev.bulkhead.payment.charge;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rules for giving money back.
 *
 * @param window time after payment in which a customer may ask for it; administrators always may
 */
@ConfigurationProperties("bulkhead.payment.refund")
record RefundPolicy(@DefaultValue("14d") Duration window) {

    RefundPolicy {
        if (!window.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.payment.refund.window must be positive, but was " + window);
        }
    }

    boolean windowClosed(Instant paidAt, Instant now) {
        return now.isAfter(paidAt.plus(window));
    }
}
