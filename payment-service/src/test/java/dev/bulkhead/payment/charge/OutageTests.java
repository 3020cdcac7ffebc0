package dev.bulkhead.payment.charge;

import static dev.bulkhead.payment.Shop.VISA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.payment.Shop;
import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.reconciliation.Reconciliation;
import dev.bulkhead.payment.simulator.StripeSimulator.Failure;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.testing.TestUser;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The provider does not answer, or the answer is lost; the books come right all the same. */
class OutageTests extends PaymentServiceTest {

    @Autowired Reconciliation reconciliation;
    @Autowired Ledger ledger;

    private TestUser anna;
    private UUID order;

    @BeforeEach
    void placeOrder() {
        anna = tokens.user("anna");
        order = shop.order(anna, "12.50", "EUR");
    }

    @Test
    void chargesNothingWhileTheProviderIsDownAndLetsTheSameRequestBeRepeated() {
        stripe.fail("/v1/payment_intents", Failure.UNAVAILABLE);
        var key = Shop.newKey();

        var answer = shop.pay(anna, order, VISA, key);
        answer.isProblem(503, "payment-provider-unavailable");
        assertThat(answer.headers().getFirst("Retry-After")).isNotNull();
        assertThat(shop.statusOf(order)).isEqualTo("pending");

        stripe.heal();
        shop.pay(anna, order, VISA, key).is(200);
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
    }

    @Test
    void doesNotChargeAgainWhenTheAnswerToAChargeIsLost() {
        stripe.deliveries().lose();
        stripe.fail("/confirm", Failure.ANSWER_LOST);

        shop.pay(anna, order, VISA).isProblem(502, "outcome-unknown");
        assertThat(shop.statusOf(order)).isEqualTo("paying");
        stripe.heal();
        shop.pay(anna, order, VISA).isProblem(409, "payment-in-progress");
        shop.cancel(anna, order).isProblem(409, "payment-in-progress");

        reconciliation.run();
        assertThat(shop.statusOf(order)).as("not due yet").isEqualTo("paying");
        shop.passTime();
        reconciliation.run();

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
    }

    @Test
    void doesNotChargeAgainWhenTheProviderIsTooSlow() {
        stripe.deliveries().lose();
        stripe.fail("/confirm", Failure.ANSWER_LATE);
        var key = Shop.newKey();

        shop.pay(anna, order, VISA, key).isProblem(502, "outcome-unknown");
        stripe.heal();
        shop.pay(anna, order, VISA, key).is(200);

        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
    }

    @Test
    void chargesNothingForAnAttemptThatWasTakenForDead() {
        var caller = new Caller(anna.id(), "anna", "Anna", null, true, Set.of("user"), null);
        var once = new OnceId(UUID.randomUUID());
        var payment = ledger.beginPayment(caller, new OrderId(order), VISA, once);
        shop.passTime();
        reconciliation.run();
        assertThat(shop.statusOf(order)).isEqualTo("pending");
        shop.cancel(anna, order).is(200);

        assertThat(ledger.prepared(payment.id(), once, "pi_late")).isFalse();

        assertThat(shop.statusOf(order)).isEqualTo("cancelled");
    }

    @Test
    void findsTheLostAnswerWhenTheSameRequestIsRepeated() {
        stripe.deliveries().lose();
        stripe.fail("/confirm", Failure.ANSWER_LOST);
        var key = Shop.newKey();
        shop.pay(anna, order, VISA, key).isProblem(502, "outcome-unknown");
        stripe.heal();

        shop.pay(anna, order, VISA, key).is(200);

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
    }

    @Test
    void answersARepeatedRequestFromTheBooksOnceTheyAreSettled() {
        stripe.deliveries().lose();
        stripe.fail("/confirm", Failure.ANSWER_LOST);
        var key = Shop.newKey();
        shop.pay(anna, order, VISA, key).isProblem(502, "outcome-unknown");
        stripe.heal();
        shop.passTime();
        reconciliation.run();

        shop.pay(anna, order, VISA, key).is(200);
    }

    @Test
    void opensTheOrderAgainWhenTheChargeNeverArrived() {
        stripe.fail("/confirm", Failure.UNAVAILABLE);
        var key = Shop.newKey();
        shop.pay(anna, order, VISA, key).isProblem(502, "outcome-unknown");
        stripe.heal();
        shop.passTime();
        reconciliation.run();

        assertThat(shop.statusOf(order)).isEqualTo("pending");
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isZero();
        shop.pay(anna, order, VISA, key).is(200);
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
    }

    @Test
    void learnsFromTheWebhookAlone() throws Exception {
        stripe.fail("/confirm", Failure.ANSWER_LOST);
        shop.pay(anna, order, VISA).isProblem(502, "outcome-unknown");

        stripe.deliveries().awaitQuiet(Duration.ofSeconds(20));

        assertThat(shop.statusOf(order)).isEqualTo("paid");
    }

    @Test
    void refundsOnceWhenTheAnswerIsLost() {
        shop.pay(anna, order, VISA).is(200);
        stripe.deliveries().lose();
        stripe.fail("/refunds", Failure.ANSWER_LOST);
        var key = Shop.newKey();

        shop.refund(anna, order, "5.00", key).isProblem(502, "outcome-unknown");
        stripe.heal();
        shop.passTime();
        reconciliation.run();

        assertThat(shop.statusOf(order)).isEqualTo("partially_refunded");
        shop.refund(anna, order, "5.00", key).is(201);
        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(500);
    }

    @Test
    void refundsAfterAnOutageWithoutBeingAskedAgain() {
        shop.pay(anna, order, VISA).is(200);
        stripe.fail("/refunds", Failure.UNAVAILABLE);

        shop.refund(anna, order, "5.00").isProblem(502, "outcome-unknown");
        stripe.heal();
        shop.passTime();
        reconciliation.run();

        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(500);
        assertThat(shop.statusOf(order)).isEqualTo("partially_refunded");
    }

    @Test
    void severalInstancesReconcileAtOnceWithoutDoingItTwice() throws Exception {
        shop.pay(anna, order, VISA).is(200);
        stripe.fail("/refunds", Failure.UNAVAILABLE);
        for (int i = 0; i < 5; i++) {
            shop.refund(anna, order, "1.00").isProblem(502, "outcome-unknown");
        }
        stripe.heal();
        shop.passTime();

        Shop.atOnce(
                4,
                () -> {
                    reconciliation.run();
                    return true;
                });

        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(500);
        assertThat(shop.count("refunds where status = 'pending'")).isZero();
    }
}
