package dev.bulkhead.payment.charge;

import static dev.bulkhead.payment.Shop.ORDERS;
import static dev.bulkhead.payment.Shop.VISA;
import static dev.bulkhead.payment.Shop.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.payment.Shop;
import dev.bulkhead.payment.Shop.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many do at the same moment, in threads of their own, happens once. */
class ConcurrencyTests extends PaymentServiceTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 10})
    void concurrentPaymentsOfOneOrderChargeOnce(int times) throws Exception {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");

        var answers = atOnce(times, () -> shop.pay(anna, order, VISA));

        assertThat(answers).filteredOn(it -> it.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(it -> it.status() != 200)
                .allSatisfy(it ->
                        assertThat(it.text("type"))
                                .isIn(
                                        "/problems/payment-in-progress",
                                        "/problems/order-not-payable"));
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
        assertThat(stripe.charged(shop.intentOf(order))).isEqualTo(1250);
        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(shop.count("payments where order_id = '" + order + "'")).isEqualTo(1);
    }

    @Test
    void concurrentRefundsNeverExceedThePayment() throws Exception {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "10.00", "EUR");

        var answers = atOnce(10, () -> shop.refund(anna, order, "3.00"));

        assertThat(answers).filteredOn(it -> it.status() == 201).hasSize(3);
        assertThat(answers)
                .filteredOn(it -> it.status() != 201)
                .allSatisfy(it -> it.isProblem(409, "refund-exceeds-payment"));
        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(900);
        assertThat(shop.statusOf(order)).isEqualTo("partially_refunded");
        assertThat(shop.get(ORDERS + "/" + order + "/payment", anna).text("refundedAmount"))
                .isEqualTo("9.00");
    }

    @Test
    void concurrentFullRefundsGiveBackOnce() throws Exception {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "10.00", "EUR");

        var answers = atOnce(5, () -> shop.refund(anna, order, null));

        assertThat(answers).filteredOn(it -> it.status() == 201).hasSize(1);
        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(1000);
        assertThat(shop.statusOf(order)).isEqualTo("refunded");
    }

    @Test
    void anOrderIsEitherPaidOrCancelled() throws Exception {
        var anna = tokens.user("anna");
        for (int i = 0; i < 5; i++) {
            var order = shop.order(anna, "10.00", "EUR");
            var turn = new AtomicInteger();

            atOnce(
                    4,
                    () ->
                            turn.getAndIncrement() % 2 == 0
                                    ? shop.pay(anna, order, VISA)
                                    : shop.cancel(anna, order));

            var status = shop.statusOf(order);
            assertThat(status).isIn("paid", "cancelled");
            if (status.equals("paid")) {
                assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
            } else {
                assertThat(shop.count("payments where order_id = '" + order + "'")).isZero();
            }
        }
    }

    @Test
    void oneKeyMakesOneOrderHoweverManySendIt() throws Exception {
        var dora = tokens.user("dora");
        shop.product("CONCURRENT-ORDER", "5.00", "EUR");
        var key = Shop.newKey();
        var body =
                """
                { "items": [ { "sku": "CONCURRENT-ORDER", "quantity": 1 } ] }
                """;

        var answers = atOnce(10, () -> shop.post(ORDERS, dora, key, body));

        assertThat(shop.count("orders where user_id = '" + dora.id() + "'")).isEqualTo(1);
        assertThat(answers)
                .filteredOn(it -> it.status() != 201)
                .allSatisfy(it -> it.isProblem(409, "idempotency-key-in-use"));
        assertThat(answers)
                .filteredOn(it -> it.status() == 201)
                .isNotEmpty()
                .extracting(Answer::body)
                .containsOnly(shop.post(ORDERS, dora, key, body).is(201).body());
    }

    @Test
    void oneKeyPaysOnceHoweverManySendIt() throws Exception {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");
        var key = Shop.newKey();

        var answers = atOnce(10, () -> shop.pay(anna, order, VISA, key));

        assertThat(answers).allSatisfy(it -> assertThat(it.status()).isIn(200, 409));
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
        shop.pay(anna, order, VISA, key).is(200);
    }
}
