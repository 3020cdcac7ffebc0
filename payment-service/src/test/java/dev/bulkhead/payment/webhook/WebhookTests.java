package dev.bulkhead.payment.webhook;

import static dev.bulkhead.payment.Shop.DECLINED;
import static dev.bulkhead.payment.Shop.VISA;
import static dev.bulkhead.payment.Shop.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.payment.provider.RefundReason;
import dev.bulkhead.payment.reconciliation.Reconciliation;
import dev.bulkhead.payment.simulator.Deliveries.Delivery;
import dev.bulkhead.payment.simulator.StripeSimulator.Failure;
import dev.bulkhead.testing.TestUser;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class WebhookTests extends PaymentServiceTest {

    @Autowired Reconciliation reconciliation;
    @Autowired PaymentProvider provider;

    private TestUser anna;

    @BeforeEach
    void logIn() {
        anna = tokens.user("anna");
    }

    @Test
    void appliesAnEventDeliveredFiveTimesAtOnceOnce() throws Exception {
        var order = orderOfWhichTheAnswerWasLost();
        var success = heldEvent("payment_intent.succeeded");
        int version = versionOf(order);

        var answers = atOnce(5, () -> shop.deliver(stripe, success.payload()));

        assertThat(answers).allSatisfy(it -> it.is(200));
        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(versionOf(order)).as("changes of the order").isEqualTo(version + 1);
        assertThat(shop.count("webhook_events where id = '" + success.id() + "'")).isEqualTo(1);
        shop.deliver(stripe, success.payload()).is(200);
        assertThat(versionOf(order)).isEqualTo(version + 1);
    }

    @Test
    void takesDeliveriesOfTheSimulatorHoweverOftenAndLate() throws Exception {
        stripe.deliveries().multiply(5);
        stripe.deliveries().delay(Duration.ofMillis(100));
        var order = shop.paidOrder(anna, "10.00", "EUR");
        shop.refund(anna, order, "4.00").is(201);

        assertThat(stripe.deliveries().awaitQuiet(Duration.ofSeconds(20))).isTrue();
        shop.passTime();
        reconciliation.run();

        assertThat(shop.statusOf(order)).isEqualTo("partially_refunded");
        assertThat(refundsOf(order)).isEqualTo(1);
        assertThat(unprocessed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void endsInTheSameStateWhateverTheOrder(long seed) throws Exception {
        var order = orderOfWhichTheAnswerWasLost();
        provider.refund(
                UUID.randomUUID(), shop.intentOf(order), euros("4.00"), RefundReason.DUPLICATE);
        var events = new ArrayList<>(stripe.deliveries().held());
        assertThat(events)
                .extracting(Delivery::type)
                .contains(
                        "payment_intent.created",
                        "charge.succeeded",
                        "payment_intent.succeeded",
                        "refund.created",
                        "charge.refunded",
                        "refund.updated");
        events.addAll(events);
        if (seed == 0) {
            Collections.reverse(events);
        } else {
            Collections.shuffle(events, new Random(seed));
        }

        for (var event : events) {
            shop.deliver(stripe, event.payload()).is(200);
        }
        shop.passTime();
        reconciliation.run();

        assertThat(shop.statusOf(order)).isEqualTo("partially_refunded");
        assertThat(shop.paymentStatusOf(order)).isEqualTo("succeeded");
        assertThat(refundsOf(order)).isEqualTo(1);
        assertThat(unprocessed()).isZero();
    }

    @Test
    void takesTheRefundForProofThatThePaymentSucceeded() throws Exception {
        var order = orderOfWhichTheAnswerWasLost();
        provider.refund(
                UUID.randomUUID(), shop.intentOf(order), euros("10.00"), RefundReason.OTHER);

        shop.deliver(stripe, heldEvent("refund.created").payload()).is(200);
        assertThat(shop.statusOf(order)).isEqualTo("refunded");
        shop.deliver(stripe, heldEvent("payment_intent.succeeded").payload()).is(200);

        assertThat(shop.statusOf(order)).isEqualTo("refunded");
    }

    @Test
    void asksForTheRefundOfWhichTheNewsWasLost() throws Exception {
        var order = orderOfWhichTheAnswerWasLost();
        provider.refund(UUID.randomUUID(), shop.intentOf(order), euros("4.00"), RefundReason.OTHER);

        shop.deliver(stripe, heldEvent("charge.refunded").payload()).is(200);
        assertThat(unprocessed()).isEqualTo(1);
        shop.passTime();
        reconciliation.run();

        assertThat(unprocessed()).isZero();
        assertThat(shop.statusOf(order)).isEqualTo("partially_refunded");
    }

    @Test
    void ignoresAFailureThatArrivesAfterSuccess() {
        stripe.deliveries().hold();
        var order = shop.order(anna, "10.00", "EUR");
        shop.pay(anna, order, DECLINED).isProblem(402, "payment-declined");
        shop.pay(anna, order, VISA).is(200);

        shop.deliver(stripe, heldEvent("payment_intent.payment_failed").payload()).is(200);

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(shop.paymentStatusOf(order)).isEqualTo("succeeded");
    }

    @Test
    void doesNotTakeTheFailureOfOneAttemptForThatOfTheNext() {
        stripe.deliveries().hold();
        var order = shop.order(anna, "10.00", "EUR");
        shop.pay(anna, order, DECLINED).isProblem(402, "payment-declined");
        stripe.fail("/confirm", Failure.UNAVAILABLE);
        shop.pay(anna, order, VISA).isProblem(502, "outcome-unknown");

        shop.deliver(stripe, heldEvent("payment_intent.payment_failed").payload()).is(200);

        assertThat(shop.statusOf(order)).isEqualTo("paying");
    }

    @Test
    void learnsOfADeclineFromTheWebhookAlone() {
        stripe.deliveries().hold();
        stripe.fail("/confirm", Failure.ANSWER_LOST);
        var order = shop.order(anna, "10.00", "EUR");
        shop.pay(anna, order, DECLINED).isProblem(502, "outcome-unknown");

        shop.deliver(stripe, heldEvent("payment_intent.payment_failed").payload()).is(200);

        assertThat(shop.statusOf(order)).isEqualTo("pending");
        stripe.heal();
        shop.pay(anna, order, VISA).is(200);
    }

    @Test
    void cancelsTheOrderOfAnIntentCancelledAtTheProvider() throws Exception {
        stripe.deliveries().hold();
        var order = shop.order(anna, "10.00", "EUR");
        shop.pay(anna, order, DECLINED).isProblem(402, "payment-declined");
        provider.cancel(shop.intentOf(order));

        shop.deliver(stripe, heldEvent("payment_intent.canceled").payload()).is(200);

        assertThat(shop.statusOf(order)).isEqualTo("cancelled");
        shop.pay(anna, order, VISA).isProblem(409, "order-not-payable");
    }

    @Test
    void believesOnlyWhatIsSignedLately() {
        var order = orderOfWhichTheAnswerWasLost();
        var payload = heldEvent("payment_intent.succeeded").payload();
        var good = stripe.deliveries().sign(payload);
        long now = Instant.now().getEpochSecond();
        int events = shop.count("webhook_events");

        for (var signature :
                new String[] {
                    null,
                    "",
                    "rubbish",
                    "t=" + now + ",v1=" + "0".repeat(64),
                    "t=x,v1=" + "0".repeat(64),
                    stripe.deliveries().sign(payload, now - 3600),
                    stripe.deliveries().sign(payload + " "),
                    good.replace("t=" + now, "t=" + (now + 1)).replace("v1=", "v0="),
                }) {
            shop.deliver(payload, signature).isProblem(400, "webhook-signature-invalid");
        }
        shop.deliver(payload.replace("1000", "9000"), good)
                .isProblem(400, "webhook-signature-invalid");

        assertThat(shop.count("webhook_events")).isEqualTo(events);
        assertThat(shop.statusOf(order)).isEqualTo("paying");
        shop.deliver(payload, good).is(200);
    }

    @Test
    void refusesSignedRubbishAndStoresNothing() {
        int events = shop.count("webhook_events");
        for (var payload :
                List.of(
                        "{ broken",
                        "[]",
                        "5",
                        "null",
                        "{}",
                        "{\"id\":\"evt_1\"}",
                        "{\"id\":\"evt_1\",\"type\":\"payment_intent.succeeded\"}",
                        event("evt_1", "payment_intent.succeeded", "null"),
                        event("evt_1", "customer.created", "{\"name\":\"\\u0000\"}"),
                        event("e".repeat(256), "customer.created", "{}"))) {
            shop.deliver(stripe, payload).isProblem(400, "malformed-request");
        }
        shop.deliver(stripe, " ".repeat(300_000)).isProblem(413, "body-too-large");

        assertThat(shop.count("webhook_events")).isEqualTo(events);
    }

    @Test
    void storesAndAcknowledgesWhatItDoesNotKnow() {
        var id = "evt_" + UUID.randomUUID();
        shop.deliver(stripe, event(id, "invoice.paid", "{\"id\":\"in_1\",\"object\":\"invoice\"}"))
                .is(200);

        assertThat(
                        shop.count(
                                "webhook_events where id = '"
                                        + id
                                        + "' and type = 'invoice.paid' and processed_at is not"
                                        + " null and error is null"))
                .isEqualTo(1);
    }

    @Test
    void appliesAnEventOfAnUnknownIntentOnceItIsKnown() {
        var id = "evt_" + UUID.randomUUID();
        var intent = "pi_" + UUID.randomUUID();
        var payload =
                event(id, "payment_intent.succeeded", intent(intent, "succeeded", 1000, null));

        shop.deliver(stripe, payload).is(200);
        assertThat(errorOf(id)).contains(intent);
        shop.passTime();
        reconciliation.run();
        assertThat(errorOf(id)).as("still unknown").contains(intent);

        var order = orderBeingPaid(intent);
        shop.passTime();
        reconciliation.run();

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(
                        shop.count(
                                "webhook_events where id = '"
                                        + id
                                        + "' and processed_at is not null"))
                .isEqualTo(1);
    }

    @Test
    void findsThePaymentOfAnIntentThatWasNotWrittenDownYet() {
        var order = orderBeingPaid(null);
        var payment =
                db.asAdmin()
                        .sql("select id from payments where order_id = ?")
                        .param(order)
                        .query(UUID.class)
                        .single();
        var intent = "pi_" + UUID.randomUUID();

        shop.deliver(
                        stripe,
                        event(
                                "evt_" + UUID.randomUUID(),
                                "payment_intent.succeeded",
                                intent(intent, "succeeded", 1000, payment)))
                .is(200);

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(shop.intentOf(order)).isEqualTo(intent);
    }

    @Test
    void believesNoOtherAmount() {
        var intent = "pi_" + UUID.randomUUID();
        var order = orderBeingPaid(intent);
        var id = "evt_" + UUID.randomUUID();

        shop.deliver(
                        stripe,
                        event(
                                id,
                                "payment_intent.succeeded",
                                intent(intent, "succeeded", 999, null)))
                .is(200);

        assertThat(shop.statusOf(order)).isEqualTo("paying");
        assertThat(errorOf(id)).contains("9.99 EUR");
        db.asOwner().sql("delete from webhook_events where id = ?").param(id).update();
    }

    /** Charged at the provider, but neither the answer nor any event has arrived. */
    private UUID orderOfWhichTheAnswerWasLost() {
        stripe.deliveries().hold();
        stripe.fail("/confirm", Failure.ANSWER_LOST);
        var order = shop.order(anna, "10.00", "EUR");
        shop.pay(anna, order, VISA).isProblem(502, "outcome-unknown");
        stripe.heal();
        return order;
    }

    /** An order of 10.00 EUR that this service believes to be under way. */
    private UUID orderBeingPaid(String intent) {
        var order = shop.order(anna, "10.00", "EUR");
        db.asAdmin().sql("update orders set status = 'paying' where id = ?").param(order).update();
        db.asAdmin()
                .sql(
                        """
                        insert into payments (id, order_id, stripe_payment_intent_id, status, amount, currency,
                            payment_method, attempt_id, attempts, next_check_at, created_at, version)
                        values (?, ?, ?, 'processing', 10, 'EUR', 'pm_card_visa', ?, 1, now() + interval '1 day', now(), 0)
                        """)
                .params(UUID.randomUUID(), order, intent, UUID.randomUUID())
                .update();
        return order;
    }

    private Delivery heldEvent(String type) {
        return stripe.deliveries().held().stream()
                .filter(it -> it.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private int versionOf(UUID order) {
        return db.asAdmin()
                .sql("select version from orders where id = ?")
                .param(order)
                .query(Integer.class)
                .single();
    }

    private int refundsOf(UUID order) {
        return shop.count(
                "refunds r join payments p on p.id = r.payment_id where p.order_id = '"
                        + order
                        + "' and r.status = 'succeeded'");
    }

    private int unprocessed() {
        return shop.count("webhook_events where processed_at is null");
    }

    private String errorOf(String event) {
        return db.asRuntime()
                .sql("select error from webhook_events where id = ? and processed_at is null")
                .param(event)
                .query(String.class)
                .single();
    }

    private static String event(String id, String type, String object) {
        return """
        {"id":"%s","object":"event","type":"%s","created":%d,"data":{"object":%s}}\
        """
                .formatted(id, type, Instant.now().getEpochSecond(), object);
    }

    private static String intent(String id, String status, long amount, UUID payment) {
        return """
        {"id":"%s","object":"payment_intent","status":"%s","amount":%d,"amount_received":%d,
         "currency":"eur","metadata":{"payment_id":"%s"}}\
        """
                .formatted(id, status, amount, amount, payment);
    }

    private static Money euros(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("EUR"));
    }
}
