package dev.bulkhead.payment.provider;

import dev.bulkhead.payment.money.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The provider's view of one refund.
 *
 * @param id the provider's id
 * @param intent the intent it belongs to
 * @param refund our refund it was made for; null if it was made at the provider
 * @param failureCode why it failed, if it did
 */
public record ProviderRefund(
        String id,
        String intent,
        @Nullable UUID refund,
        State state,
        Money amount,
        RefundReason reason,
        @Nullable String failureCode) {

    /** How far it has come. */
    public enum State {
        PENDING,
        SUCCEEDED,
        FAILED
    }
}
