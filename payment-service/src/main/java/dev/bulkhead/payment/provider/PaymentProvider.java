package dev.bulkhead.payment.provider;

import dev.bulkhead.payment.money.Money;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this service needs of a payment provider. Calls go over the network: never make one inside a
 * database transaction.
 *
 * <p>Every call that creates or changes something takes what the provider knows as an idempotency
 * key, so repeating it with the same arguments is safe.
 */
public interface PaymentProvider {

    /** Whether an amount can be charged at all, now or in a sum with others like it. */
    boolean canCharge(Money amount);

    /**
     * Makes the user known to the provider.
     *
     * @return the provider's id of the customer
     */
    String createCustomer(UUID user, @Nullable String email, String name)
            throws ProviderUnavailable, ProviderRefused;

    /** Prepares to take an amount; nothing is charged. */
    Intent createIntent(UUID payment, UUID order, Money amount, String customer)
            throws ProviderUnavailable, ProviderRefused;

    /**
     * Charges. A declined card is an answer: the intent that waits for another method.
     *
     * @param attempt names the attempt: repeated, it is still the same one
     */
    Intent confirm(String intent, String paymentMethod, UUID attempt)
            throws ProviderUnavailable, ProviderRefused;

    /** The intent as it stands, or nothing if the provider does not know it. */
    Optional<Intent> find(String intent) throws ProviderUnavailable, ProviderRefused;

    /** Gives up an intent. One that has succeeded stays so, and is the answer. */
    Intent cancel(String intent) throws ProviderUnavailable, ProviderRefused;

    /** Gives money back. */
    ProviderRefund refund(UUID refund, String intent, Money amount, RefundReason reason)
            throws ProviderUnavailable, ProviderRefused;

    /** Every refund of an intent. */
    List<ProviderRefund> refundsOf(String intent) throws ProviderUnavailable, ProviderRefused;
}
