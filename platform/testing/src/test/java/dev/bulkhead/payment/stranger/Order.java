package dev.bulkhead.payment.stranger;

import java.time.Clock;
import java.time.Instant;

/** Keeps every rule. */
public class Order {

    Instant placed(Clock clock) {
        return Instant.now(clock);
    }
}
