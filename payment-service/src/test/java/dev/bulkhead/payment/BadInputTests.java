package dev.bulkhead.payment;

import static dev.bulkhead.payment.Shop.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.testing.BadInput;
import dev.bulkhead.testing.TestUser;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/**
 * Whatever is wrong with a request, it is refused as the caller's mistake, and nothing is stored.
 */
class BadInputTests extends PaymentServiceTest {

    private static final String PRODUCTS = "/api/payment/products";

    @Test
    void refusesBadOrders() {
        var anna = tokens.user("anna");
        var product = shop.product("BAD-INPUT", "1.00", "EUR");

        to(HttpMethod.POST, ORDERS, anna)
                .insteadOf(
                        """
                        { "items": [ { "sku": "BAD-INPUT", "quantity": 2 } ] }
                        """)
                .isRefused();
        to(HttpMethod.POST, ORDERS, anna)
                .insteadOf(
                        """
                        { "items": [ { "productId": "%s", "quantity": 2 } ] }
                        """
                                .formatted(product))
                .isRefused();
        for (var items :
                List.of(
                        "[ { \"sku\": \"BAD-INPUT\", \"quantity\": 0 } ]",
                        "[ { \"sku\": \"BAD-INPUT\", \"quantity\": -1 } ]",
                        "[ { \"sku\": \"BAD-INPUT\", \"quantity\": 1001 } ]",
                        "[ { \"sku\": \"BAD-INPUT\", \"productId\": \"%s\", \"quantity\": 1 } ]"
                                .formatted(product),
                        "[ { \"sku\": \"BAD-INPUT\", \"quantity\": 1, \"unitPrice\": \"0.01\" } ]",
                        "["
                                + "{ \"sku\": \"BAD-INPUT\", \"quantity\": 1 },".repeat(50)
                                + "{ \"sku\": \"BAD-INPUT\", \"quantity\": 1 } ]")) {
            assertThat(shop.post(ORDERS, anna, "{ \"items\": " + items + " }").status())
                    .as(items)
                    .isIn(400, 422);
        }

        assertThat(shop.count("orders")).isZero();
        assertThat(shop.count("customers")).isZero();
        assertThat(shop.count("idempotency_keys where response_status is null")).isZero();
    }

    @Test
    void refusesBadPayments() {
        var bert = tokens.user("bert-" + UUID.randomUUID());
        var order = shop.order(bert, "5.00", "EUR");

        to(HttpMethod.POST, ORDERS + "/" + order + "/payment", bert)
                .insteadOf(
                        """
                        { "paymentMethod": "pm_card_visa" }
                        """)
                .isRefused();
        for (var method : List.of("visa", "pm_", "pm_a b", "pm_../../v1/charges", "pm_ü")) {
            shop.pay(bert, order, method).isProblem(422, "validation-failed");
        }

        assertThat(shop.statusOf(order)).isEqualTo("pending");
        assertThat(shop.count("payments where order_id = '" + order + "'")).isZero();
        clean(bert);
    }

    @Test
    void refusesBadRefunds() {
        var bert = tokens.user("bert-" + UUID.randomUUID());
        var order = shop.paidOrder(bert, "5.00", "EUR");

        to(HttpMethod.POST, ORDERS + "/" + order + "/refunds", bert)
                .insteadOf(
                        """
                        { "amount": "1.00", "reason": "duplicate" }
                        """)
                .optional("amount")
                .isRefused();
        for (var amount :
                List.of("-1.00", "+1", "1e2", "1.", ".5", "1,00", "NaN", "0x1", "1.00000")) {
            shop.refund(bert, order, amount).isProblem(422, "validation-failed");
        }

        assertThat(shop.statusOf(order)).isEqualTo("paid");
        assertThat(stripe.refunded(shop.intentOf(order))).isZero();
        clean(bert);
    }

    @Test
    void refusesBadProducts() {
        var root = tokens.admin("root");
        int products = shop.count("products");

        to(HttpMethod.POST, PRODUCTS, root)
                .insteadOf(
                        """
                        { "sku": "MUG-1", "name": "Mug", "unitPrice": "12.50", "currency": "EUR" }
                        """)
                .isRefused();
        for (var body :
                List.of(
                        product("mug", "12.50", "EUR"),
                        product("MUG--1", "12.50", "EUR"),
                        product("MUG-1", "12.505", "EUR"),
                        product("MUG-1", "0.00", "EUR"),
                        product("MUG-1", "-1", "EUR"),
                        product("MUG-1", "1e3", "EUR"),
                        product("MUG-1", "12.5", "JPY"),
                        product("MUG-1", "3.255", "KWD"),
                        product("MUG-1", "99999999", "EUR"),
                        product("MUG-1", "1", "XXX"),
                        product("MUG-1", "1", "QQQ"),
                        product("MUG-1", "1", "eur"))) {
            assertThat(shop.post(PRODUCTS, root, body).status()).as(body).isEqualTo(422);
        }
        assertThat(shop.count("products")).isEqualTo(products);

        var id = shop.product("BAD-CHANGE", "1.00", "EUR");
        to(HttpMethod.PUT, PRODUCTS + "/" + id, root)
                .insteadOf(
                        """
                        { "name": "Mug", "unitPrice": "12.50", "currency": "EUR", "active": false }
                        """)
                .isRefused();
        assertThat(shop.get(PRODUCTS + "/BAD-CHANGE", null).text("unitPrice")).isEqualTo("1.00");
        db.asRuntime().sql("delete from products where id = ?").param(id).update();
    }

    @Test
    void refusesBadPathsAndQueries() {
        var anna = tokens.user("anna");
        for (var path :
                List.of(
                        ORDERS + "/1",
                        ORDERS + "/x%27%20or%201=1",
                        ORDERS + "/1/payment",
                        ORDERS + "/1/refunds",
                        ORDERS + "?after=garbage",
                        ORDERS + "?after=%00",
                        ORDERS + "?limit=x",
                        ORDERS + "?limit=99999999999",
                        ORDERS + "?status=lost",
                        PRODUCTS + "?after=%F0%9F%92%B0")) {
            shop.get(path, anna).isProblem(400, "malformed-request");
        }
        for (var path :
                List.of(ORDERS + "?limit=0", ORDERS + "?limit=101", PRODUCTS + "?limit=-1")) {
            shop.get(path, anna).isProblem(422, "validation-failed");
        }
        shop.get(PRODUCTS + "/NO-SUCH-THING", null).isProblem(404, "product-not-found");
        shop.get(PRODUCTS + "/" + UUID.randomUUID(), null).isProblem(404, "product-not-found");
        shop.get("/api/payment/nothing", anna).isProblem(404, "not-found");
        shop.send(HttpMethod.DELETE, ORDERS, anna.bearer(), null, null)
                .isProblem(405, "method-not-allowed");
        shop.post(ORDERS + "/1/cancel", anna, "{}").isProblem(400, "malformed-request");
    }

    private BadInput to(HttpMethod method, String path, TestUser user) {
        return BadInput.to(client, method, path)
                .as(user)
                .headers(it -> it.set("Idempotency-Key", Shop.newKey()));
    }

    /** Leaves no order to the test that counts them all. */
    private void clean(TestUser user) {
        var mine = "(select id from orders where user_id = '" + user.id() + "')";
        db.asAdmin()
                .sql(
                        """
                        with items as (delete from order_items where order_id in %1$s),
                             paid as (delete from payments where order_id in %1$s)
                        delete from orders where id in %1$s
                        """
                                .formatted(mine))
                .update();
        db.asOwner().sql("delete from customers where id = ?").param(user.id()).update();
    }

    private static String product(String sku, String price, String currency) {
        return """
        { "sku": "%s", "name": "Mug", "unitPrice": "%s", "currency": "%s" }
        """
                .formatted(sku, price, currency);
    }
}
