package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.charge.ChargeProblems.OutcomeUnknown;
import dev.bulkhead.payment.charge.ChargeProblems.RefundRefused;
import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.payment.provider.ProviderRefused;
import dev.bulkhead.payment.provider.ProviderUnavailable;
import dev.bulkhead.payment.provider.RefundReason;
import dev.bulkhead.shared.web.Caller;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Gives money back, in full or in part, never more than was taken. */
@Service
class RefundingOrders {

    private final Ledger ledger;
    private final PaymentProvider provider;
    private final InstantSource clock;

    RefundingOrders(Ledger ledger, PaymentProvider provider, InstantSource clock) {
        this.ledger = ledger;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Refunds; the answer has succeeded, or is still pending at the bank.
     *
     * @param amount null for all that is left
     */
    RefundOfPayment refund(
            Caller caller,
            OrderId order,
            @Nullable BigDecimal amount,
            RefundReason reason,
            OnceId once) {
        var begun = ledger.beginRefund(caller, order, amount, reason, once);
        var refund = begun.refund();
        if (refund.status() == RefundStatus.PENDING) {
            try {
                refund = carryOut(refund, begun.payment());
            } catch (ProviderUnavailable e) {
                throw new OutcomeUnknown();
            }
        }
        if (refund.status() == RefundStatus.FAILED) {
            throw new RefundRefused(String.valueOf(refund.failureCode()));
        }
        return new RefundOfPayment(refund, begun.payment());
    }

    /** Asks the provider to give the money back. Asking again is safe. */
    Refund carryOut(Refund refund, Payment payment) throws ProviderUnavailable {
        try {
            var answer =
                    provider.refund(
                            refund.id(),
                            Objects.requireNonNull(payment.intent()),
                            refund.amount(payment.amount().currency()),
                            refund.reason());
            return ledger.learn(answer, clock.instant());
        } catch (ProviderRefused e) {
            return ledger.refundRefused(refund.id(), e.code());
        }
    }
}
