package dev.bulkhead.payment.provider;

import dev.bulkhead.payment.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The provider's view of one payment.
 *
 * @param id the provider's id
 * @param payment the payment it was made for, if the provider was told
 * @param amount what was taken if it has succeeded, else what is to be taken
 * @param failedCharge the charge that was declined last, where there was one
 * @param failureCode why it was declined, such as <code>insufficient_funds</code>
 */
public record Intent(
        String id,
        @Nullable UUID payment,
        State state,
        Money amount,
        @Nullable String failedCharge,
        @Nullable String failureCode) {

    /** How far it has come. */
    public enum State {
        /** Prepared, or its method was declined: nothing is under way. */
        OPEN,
        /** The outcome is not known yet. */
        PROCESSING,
        /** The money was taken. */
        SUCCEEDED,
        /** Given up: nothing can be taken any more. */
        CANCELLED
    }

    /** Whether the latest attempt was declined. */
    public boolean declined() {
        return state == State.OPEN && failureCode != null;
    }
}
