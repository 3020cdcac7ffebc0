package dev.bulkhead.payment.charge;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * How far a payment has come. What is true of it stays true in whatever order news arrives:
 *
 * <pre>
 *   started  PROCESSING ---> SUCCEEDED (final)
 *             ^      |         ^    ^
 *     tried   |      v         |    |
 *     again   +--- FAILED -----+    |
 *                    |              |
 *                    +-> CANCELLING-+
 *                            |
 *                            +----> CANCELLED (final; from PROCESSING and FAILED too)
 * </pre>
 *
 * The database holds the same diagram (trigger <code>payments_follow_the_state_diagram</code>).
 */
enum PaymentStatus {
    /** An attempt is under way, or its outcome is not known. */
    @JsonProperty("processing")
    PROCESSING,
    /** The money was taken. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** The latest attempt came to nothing; another may follow. */
    @JsonProperty("failed")
    FAILED,
    /** The provider is asked to give up the intent. */
    @JsonProperty("cancelling")
    CANCELLING,
    /** Nothing can be taken any more. */
    @JsonProperty("cancelled")
    CANCELLED;

    /** As stored, and as written in JSON. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
