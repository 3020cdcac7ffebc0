package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.charge.ChargeProblems.OrderNotCancellable;
import dev.bulkhead.payment.charge.ChargeProblems.OutcomeUnknown;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.order.OrderStatus;
import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.payment.provider.ProviderRefused;
import dev.bulkhead.payment.provider.ProviderUnavailable;
import dev.bulkhead.shared.web.Caller;
import java.time.InstantSource;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Gives up an order that is not paid. Where the provider holds an intent for it, the order is
 * cancelled only when the provider says that nothing can be taken on it any more.
 */
@Service
class CancellingOrders {

    private static final Logger log = LoggerFactory.getLogger(CancellingOrders.class);

    private final Ledger ledger;
    private final PaymentProvider provider;
    private final InstantSource clock;

    CancellingOrders(Ledger ledger, PaymentProvider provider, InstantSource clock) {
        this.ledger = ledger;
        this.provider = provider;
        this.clock = clock;
    }

    void cancel(Caller caller, OrderId order) {
        var payment = ledger.beginCancelling(caller, order);
        if (payment != null) {
            try {
                if (giveUp(payment).status() == PaymentStatus.SUCCEEDED) {
                    throw new OrderNotCancellable(OrderStatus.PAID);
                }
            } catch (ProviderUnavailable | ProviderRefused e) {
                throw new OutcomeUnknown();
            }
        }
    }

    /** Gives up the intent of a payment that is being cancelled. */
    Payment giveUp(Payment payment) throws ProviderUnavailable, ProviderRefused {
        try {
            var answer = provider.cancel(Objects.requireNonNull(payment.intent()));
            return ledger.learn(answer, clock.instant());
        } catch (ProviderRefused e) {
            if (!e.code().equals("resource_missing")) {
                throw e;
            }
            log.warn("The provider does not know the intent {} any more", payment.intent());
            return ledger.cancelled(payment.id());
        }
    }
}
