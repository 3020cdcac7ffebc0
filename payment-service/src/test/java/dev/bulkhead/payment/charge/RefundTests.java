package dev.bulkhead.payment.charge;

import static dev.bulkhead.payment.Shop.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.payment.Shop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefundTests extends PaymentServiceTest {

    @Test
    void givesBackInPartsUpToWhatWasTaken() {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "50.00", "EUR");

        var part = shop.refund(anna, order, "30.00").is(201);
        assertThat(part.text("status")).isEqualTo("succeeded");
        assertThat(part.text("amount")).isEqualTo("30.00");
        assertThat(shop.statusOf(order)).isEqualTo("partially_refunded");
        assertThat(
                        shop.refund(anna, order, "20.01")
                                .isProblem(409, "refund-exceeds-payment")
                                .text("detail"))
                .contains("20.00 EUR");
        shop.refund(anna, order, null).is(201);

        assertThat(shop.statusOf(order)).isEqualTo("refunded");
        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(5000);
        shop.refund(anna, order, null).isProblem(409, "refund-exceeds-payment");
        shop.refund(anna, order, "0.01").isProblem(409, "refund-exceeds-payment");
    }

    @Test
    void listsRefundsNewestFirst() {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "50.00", "EUR");
        for (var amount : new String[] {"1.00", "2.00", "3.00"}) {
            shop.refund(anna, order, amount).is(201);
        }

        var page = shop.get(ORDERS + "/" + order + "/refunds?limit=2", anna).is(200).json();
        assertThat(page.path("items").findValuesAsString("amount")).containsExactly("3.00", "2.00");
        var next =
                shop.get(
                                ORDERS
                                        + "/"
                                        + order
                                        + "/refunds?limit=2&after="
                                        + page.path("next").asString(),
                                anna)
                        .is(200)
                        .json();
        assertThat(next.path("items").findValuesAsString("amount")).containsExactly("1.00");
        assertThat(next.path("next").isNull()).isTrue();
    }

    @Test
    void takesAmountsInTheScaleOfTheCurrency() {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "1600", "JPY");

        shop.refund(anna, order, "0.5").isProblem(422, "amount-too-fine");
        shop.refund(anna, order, "0").isProblem(409, "refund-exceeds-payment");
        shop.refund(anna, order, "600").is(201);

        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(600);
    }

    @Test
    void letsTheOwnerWithinTheWindowAndAdministratorsAtAnyTime() {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "50.00", "EUR");
        db.asAdmin()
                .sql("update payments set paid_at = now() - interval '15 days' where order_id = ?")
                .param(order)
                .update();

        shop.refund(anna, order, "1.00").isProblem(409, "refund-window-closed");
        shop.refund(tokens.user("bert"), order, "1.00").isProblem(404, "order-not-found");
        shop.refund(tokens.admin("root"), order, "1.00").is(201);
        shop.get(ORDERS + "/" + order + "/refunds", tokens.user("bert"))
                .isProblem(404, "order-not-found");
        shop.get(ORDERS + "/" + order + "/refunds", tokens.admin("root")).is(200);
    }

    @Test
    void givesNothingBackForWhatIsNotPaid() {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "50.00", "EUR");

        shop.refund(anna, order, null).isProblem(409, "order-not-refundable");
        shop.get(ORDERS + "/" + order + "/refunds", anna).isProblem(404, "payment-not-found");
        assertThat(
                        shop.count(
                                "refunds r join payments p on p.id = r.payment_id where p.order_id"
                                        + " = '"
                                        + order
                                        + "'"))
                .isZero();
    }

    @Test
    void repeatsTheAnswerToARepeatedRequest() {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "50.00", "EUR");
        var key = Shop.newKey();

        var once = shop.refund(anna, order, "10.00", key).is(201);
        var again = shop.refund(anna, order, "10.00", key).is(201);

        assertThat(again.body()).isEqualTo(once.body());
        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(1000);
    }

    @Test
    void takesTheMoneyBackIntoTheBooksWhenABankReturnsARefund() throws Exception {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "50.00", "EUR");
        shop.refund(anna, order, "20.00").is(201);
        var refund =
                db.asAdmin()
                        .sql(
                                "select stripe_refund_id from refunds r join payments p on p.id ="
                                        + " r.payment_id where order_id = ?")
                        .param(order)
                        .query(String.class)
                        .single();

        stripe.failRefund(refund);
        stripe.deliveries().awaitQuiet(Duration.ofSeconds(20));

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(shop.get(ORDERS + "/" + order + "/payment", anna).text("refundedAmount"))
                .isEqualTo("0.00");
        shop.refund(anna, order, "50.00").is(201);
        assertThat(shop.statusOf(order)).isEqualTo("refunded");
    }
}
