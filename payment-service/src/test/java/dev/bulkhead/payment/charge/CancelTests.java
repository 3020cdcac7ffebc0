package dev.bulkhead.payment.charge;

import static dev.bulkhead.payment.Shop.DECLINED;
import static dev.bulkhead.payment.Shop.VISA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.payment.reconciliation.Reconciliation;
import dev.bulkhead.payment.simulator.StripeSimulator.Failure;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CancelTests extends PaymentServiceTest {

    @Autowired Reconciliation reconciliation;

    @Test
    void givesUpAnOrderNobodyTriedToPay() {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");

        assertThat(shop.cancel(anna, order).is(200).text("status")).isEqualTo("cancelled");
        assertThat(shop.cancel(anna, order).is(200).text("status")).isEqualTo("cancelled");
        shop.pay(anna, order, VISA).isProblem(409, "order-not-payable");
    }

    @Test
    void givesUpTheIntentOfADeclinedPaymentToo() {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");
        shop.pay(anna, order, DECLINED).isProblem(402, "payment-declined");

        shop.cancel(anna, order).is(200);

        assertThat(shop.statusOf(order)).isEqualTo("cancelled");
        assertThat(shop.paymentStatusOf(order)).isEqualTo("cancelled");
        assertThat(stripe.calls("/" + shop.intentOf(order) + "/cancel")).isEqualTo(1);
    }

    @Test
    void leavesAPaidOrderPaid() {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "12.50", "EUR");

        shop.cancel(anna, order).isProblem(409, "order-not-cancellable");

        assertThat(shop.statusOf(order)).isEqualTo("paid");
    }

    @Test
    void isForTheOwnerAndAdministrators() {
        var order = shop.order(tokens.user("anna"), "12.50", "EUR");

        shop.cancel(tokens.user("bert"), order).isProblem(404, "order-not-found");
        assertThat(shop.statusOf(order)).isEqualTo("pending");
        shop.cancel(tokens.admin("root"), order).is(200);
    }

    @Test
    void finishesOnceTheProviderIsBack() {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");
        shop.pay(anna, order, DECLINED).isProblem(402, "payment-declined");
        stripe.fail("/cancel", Failure.UNAVAILABLE);

        shop.cancel(anna, order).isProblem(502, "outcome-unknown");
        assertThat(shop.statusOf(order)).isEqualTo("cancelling");
        shop.pay(anna, order, VISA).isProblem(409, "order-not-payable");

        stripe.heal();
        shop.passTime();
        reconciliation.run();

        assertThat(shop.statusOf(order)).isEqualTo("cancelled");
    }
}
