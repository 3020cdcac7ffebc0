package dev.bulkhead.payment.charge;

import static dev.bulkhead.payment.Shop.DECLINED;
import static dev.bulkhead.payment.Shop.ORDERS;
import static dev.bulkhead.payment.Shop.VISA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PaymentTests extends PaymentServiceTest {

    @Test
    void takesTheMoneyOnce() {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");

        var payment = shop.pay(anna, order, VISA).is(200);

        assertThat(payment.text("status")).isEqualTo("succeeded");
        assertThat(payment.text("amount")).isEqualTo("12.50");
        assertThat(payment.text("refundedAmount")).isEqualTo("0.00");
        assertThat(payment.json().path("paidAt").isNull()).isFalse();
        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
        assertThat(shop.get(ORDERS + "/" + order + "/payment", anna).is(200).body())
                .isEqualTo(payment.body());
    }

    @Test
    void refusesToPayTwice() {
        var anna = tokens.user("anna");
        var order = shop.paidOrder(anna, "12.50", "EUR");

        shop.pay(anna, order, VISA).isProblem(409, "order-not-payable");

        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
    }

    @Test
    void letsADeclinedOrderBePaidWithAnotherCard() {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");

        var declined = shop.pay(anna, order, DECLINED).isProblem(402, "payment-declined");
        assertThat(declined.text("code")).isEqualTo("generic_decline");
        assertThat(shop.statusOf(order)).isEqualTo("pending");
        shop.pay(anna, order, "pm_card_chargeDeclinedInsufficientFunds")
                .isProblem(402, "payment-declined");
        var intent = shop.intentOf(order);

        shop.pay(anna, order, "pm_card_mastercard").is(200);

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(shop.intentOf(order)).isEqualTo(intent);
        assertThat(stripe.successfulCharges(intent)).isEqualTo(1);
        assertThat(shop.count("payments where order_id = '" + order + "'")).isEqualTo(1);
    }

    @Test
    void tellsWhenAPaymentMethodDoesNotExist() {
        var anna = tokens.user("anna");
        var order = shop.order(anna, "12.50", "EUR");

        shop.pay(anna, order, "pm_nobody_knows").isProblem(422, "payment-method-refused");

        assertThat(shop.statusOf(order)).isEqualTo("pending");
        shop.pay(anna, order, VISA).is(200);
    }

    @Test
    void chargesInTheMinorUnitsOfEachCurrency() {
        var anna = tokens.user("anna");
        var yen = shop.paidOrder(anna, "1600", "JPY");
        var dinar = shop.paidOrder(anna, "3.250", "KWD");

        assertThat(stripe.charged(shop.intentOf(yen))).isEqualTo(1600);
        assertThat(stripe.charged(shop.intentOf(dinar))).isEqualTo(3250);
        assertThat(shop.get(ORDERS + "/" + yen, anna).text("totalAmount")).isEqualTo("1600");
        assertThat(shop.get(ORDERS + "/" + dinar, anna).text("totalAmount")).isEqualTo("3.250");
    }

    @Test
    void keepsOneCustomerForAllPayments() {
        var carol = tokens.user("carol");
        shop.paidOrder(carol, "1.00", "EUR");
        int customers = stripe.calls("/customers");
        shop.paidOrder(carol, "2.00", "EUR");

        assertThat(stripe.calls("/customers")).isEqualTo(customers);
        assertThat(
                        db.asRuntime()
                                .sql("select stripe_customer_id from customers where id = ?")
                                .param(carol.id())
                                .query(String.class)
                                .single())
                .startsWith("cus_");
    }

    @Test
    void isForTheOwnerOnly() {
        var order = shop.order(tokens.user("anna"), "12.50", "EUR");

        shop.pay(tokens.user("bert"), order, VISA).isProblem(404, "order-not-found");
        shop.pay(tokens.admin("root"), order, VISA).isProblem(404, "order-not-found");
        shop.get(ORDERS + "/" + order + "/payment", tokens.user("bert"))
                .isProblem(404, "order-not-found");
        shop.get(ORDERS + "/" + order + "/payment", null).isProblem(401, "authentication-required");
        shop.get(ORDERS + "/" + order + "/payment", tokens.user("anna"))
                .isProblem(404, "payment-not-found");
        shop.pay(tokens.expired("anna"), order, VISA).isProblem(401, "authentication-required");
        shop.pay(tokens.forged("anna"), order, VISA).isProblem(401, "authentication-required");
        shop.pay(tokens.user("anna"), UUID.randomUUID(), VISA).isProblem(404, "order-not-found");

        assertThat(shop.statusOf(order)).isEqualTo("pending");
        assertThat(shop.count("payments where order_id = '" + order + "'")).isZero();
    }
}
