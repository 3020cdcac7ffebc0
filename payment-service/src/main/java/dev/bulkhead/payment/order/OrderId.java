package dev.bulkhead.payment.order;

import java.util.UUID;

/** Names one order in paths, logs and other features. */
public record OrderId(UUID id) {

    /** Binds path variables. */
    public static OrderId of(String text) {
        return new OrderId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
