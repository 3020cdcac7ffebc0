package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.charge.ChargeProblems.OutcomeUnknown;
import dev.bulkhead.payment.charge.ChargeProblems.PaymentMethodRefused;
import dev.bulkhead.payment.charge.ChargeProblems.ProviderDown;
import dev.bulkhead.payment.customer.Customers;
import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.payment.provider.ProviderRefused;
import dev.bulkhead.payment.provider.ProviderUnavailable;
import dev.bulkhead.shared.web.Caller;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Takes the money for an order, once.
 *
 * <p>The books say that an attempt is under way before the provider is asked, so a second one is
 * refused; all attempts share one intent, which the provider charges once only; and repeating any
 * call repeats its idempotency key. No transaction is open while the provider is asked.
 */
@Service
class PayingOrders {

    private final Ledger ledger;
    private final Customers customers;
    private final PaymentProvider provider;

    PayingOrders(Ledger ledger, Customers customers, PaymentProvider provider) {
        this.ledger = ledger;
        this.customers = customers;
        this.provider = provider;
    }

    /** Tries to pay; the answer has succeeded, has failed, or is still processing. */
    Payment pay(Caller caller, OrderId order, String method, OnceId once) {
        var payment = ledger.beginPayment(caller, order, method, once);
        if (payment.status() != PaymentStatus.PROCESSING) {
            return payment;
        }
        var intent = intentFor(payment, caller.id(), once);
        try {
            return ledger.conclude(payment.id(), once, provider.confirm(intent, method, once.id()));
        } catch (ProviderUnavailable e) {
            throw new OutcomeUnknown();
        } catch (ProviderRefused e) {
            ledger.refused(payment.id(), once, e.code());
            throw new PaymentMethodRefused(e.code());
        }
    }

    private String intentFor(Payment payment, UUID user, OnceId once) {
        if (payment.intent() != null) {
            return payment.intent();
        }
        try {
            var customer = customers.providerIdOf(user);
            var intent =
                    provider.createIntent(
                            payment.id(), payment.order().id(), payment.amount(), customer);
            if (!ledger.prepared(payment.id(), once, intent.id())) {
                throw new ProviderDown(); // it took so long that we were taken for dead
            }
            return intent.id();
        } catch (ProviderUnavailable e) {
            ledger.abandon(payment.id(), once, "provider_unavailable");
            throw new ProviderDown();
        } catch (ProviderRefused e) {
            ledger.refused(payment.id(), once, e.code());
            throw new PaymentMethodRefused(e.code());
        }
    }
}
