package dev.bulkhead.payment.charge;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * How far a refund has come: PENDING, then SUCCEEDED or FAILED. A bank may send money back days
 * later, so that SUCCEEDED becomes FAILED; FAILED is final.
 */
enum RefundStatus {
    /** On its way, or not known yet. */
    @JsonProperty("pending")
    PENDING,
    /** The money was given back. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** The money stays with us. */
    @JsonProperty("failed")
    FAILED;

    /** As stored, and as written in JSON. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
