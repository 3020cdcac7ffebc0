package dev.bulkhead.payment.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * How far an order has come.
 *
 * <pre>
 *             +-- declined ---+
 *             v               |
 *   placed  PENDING ------> PAYING ------> PAID &lt;-----> PARTIALLY_REFUNDED &lt;-----> REFUNDED
 *             |               |             ^   \____________________________________/
 *             |               |             |
 *             +-> CANCELLING -|-------------+  the provider had taken the money already
 *             |       |       |
 *             |       v       |
 *             +-> CANCELLED &lt;-+  given up at the provider
 * </pre>
 *
 * PENDING leads straight to PAID when a charge we had given up on turns out to have succeeded. From
 * the right, arrows lead back to the left when a refund fails after it had succeeded. The database
 * holds the same diagram (trigger <code>orders_follow_the_state_diagram</code>).
 */
public enum OrderStatus {
    /** Placed, and to be paid. */
    @JsonProperty("pending")
    PENDING,
    /** The provider is asked for the money, and has not told yet. */
    @JsonProperty("paying")
    PAYING,
    /** The provider is asked to give up the intent, and has not told yet. */
    @JsonProperty("cancelling")
    CANCELLING,
    /** The money was taken. */
    @JsonProperty("paid")
    PAID,
    /** Some of the money was given back. */
    @JsonProperty("partially_refunded")
    PARTIALLY_REFUNDED,
    /** All of the money was given back. */
    @JsonProperty("refunded")
    REFUNDED,
    /** Given up before any money was taken. */
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether the diagram has an arrow from here to there. */
    public boolean canBecome(OrderStatus next) {
        return next().contains(next);
    }

    private Set<OrderStatus> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(PAYING, CANCELLING, CANCELLED, PAID);
            case PAYING -> EnumSet.of(PAID, PENDING, CANCELLED);
            case CANCELLING -> EnumSet.of(CANCELLED, PAID);
            case PAID -> EnumSet.of(PARTIALLY_REFUNDED, REFUNDED);
            case PARTIALLY_REFUNDED -> EnumSet.of(REFUNDED, PAID);
            case REFUNDED -> EnumSet.of(PARTIALLY_REFUNDED, PAID);
            case CANCELLED -> EnumSet.noneOf(OrderStatus.class);
        };
    }

    /** As stored, and as written in JSON. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status of this text.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static OrderStatus of(String text) {
        for (var status : values()) {
            if (status.text().equals(text)) {
                return status;
            }
        }
        throw new IllegalArgumentException("No status: " + text);
    }
}
