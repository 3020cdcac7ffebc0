package dev.bulkhead.payment.order;

import static dev.bulkhead.payment.Shop.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.testing.TestUser;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class OrderTests extends PaymentServiceTest {

    @Test
    void takesPricesFromTheCatalogAndKeepsThem() {
        var anna = tokens.user("anna");
        var ticket = shop.product("TICKET", "9.90", "EUR");
        shop.product("STICKERS", "0.07", "EUR");

        var order =
                shop.post(
                                ORDERS,
                                anna,
                                """
                                { "items": [ { "productId": "%s", "quantity": 2 },
                                             { "sku": "STICKERS", "quantity": 1000 } ] }
                                """
                                        .formatted(ticket))
                        .is(201);

        assertThat(order.headers().getLocation()).hasToString(ORDERS + "/" + order.id());
        assertThat(order.text("status")).isEqualTo("pending");
        assertThat(order.text("totalAmount")).isEqualTo("89.80");
        assertThat(order.text("currency")).isEqualTo("EUR");
        assertThat(order.json().path("items").findValuesAsString("totalPrice"))
                .containsExactly("19.80", "70.00");

        db.asRuntime()
                .sql("update products set unit_price = 99, name = 'Dear' where id = ?")
                .param(ticket)
                .update();
        assertThat(shop.get(ORDERS + "/" + order.id(), anna).is(200).body())
                .isEqualTo(order.body());
    }

    @Test
    void makesTheCustomerFromTheToken() {
        var eve = tokens.user("eve");
        shop.order(eve, "1.00", "EUR");

        assertThat(
                        db.asRuntime()
                                .sql("select email from customers where id = ?")
                                .param(eve.id())
                                .query(String.class)
                                .single())
                .isEqualTo("eve@example.org");
    }

    @Test
    void refusesWhatCannotBeSoldTogetherOrAtAll() {
        var fay = tokens.user("fay");
        shop.product("IN-EUR", "1.00", "EUR");
        shop.product("IN-USD", "1.00", "USD");
        var same = shop.product("SAME", "1.00", "EUR");
        var gone = shop.product("GONE", "1.00", "EUR");
        shop.product("DEAR", "999.99", "EUR");
        shop.product("DEARER", "999999.00", "EUR");
        db.asRuntime().sql("update products set active = false where id = ?").param(gone).update();

        refused(fay, "mixed-currencies", item("sku", "IN-EUR", 1), item("sku", "IN-USD", 1));
        refused(fay, "unknown-product", item("sku", "GONE", 1));
        refused(fay, "unknown-product", item("productId", gone.toString(), 1));
        refused(fay, "unknown-product", item("sku", "NEVER-HEARD-OF", 1));
        refused(
                fay,
                "repeated-product",
                item("sku", "SAME", 1),
                item("productId", same.toString(), 1));
        refused(fay, "total-out-of-range", item("sku", "DEAR", 1000), item("sku", "IN-EUR", 10));
        refused(fay, "total-out-of-range", item("sku", "DEARER", 2));

        assertThat(shop.count("orders where user_id = '" + fay.id() + "'")).isZero();
        assertThat(shop.count("customers where id = '" + fay.id() + "'")).isZero();
    }

    @Test
    void showsAnOrderToItsOwnerAndAdministratorsOnly() {
        var order = shop.order(tokens.user("anna"), "1.00", "EUR");
        var path = ORDERS + "/" + order;

        shop.get(path, tokens.user("anna")).is(200);
        shop.get(path, tokens.admin("root")).is(200);
        shop.get(path, tokens.user("bert")).isProblem(404, "order-not-found");
        shop.get(path, null).isProblem(401, "authentication-required");
        shop.get(path, tokens.expired("anna")).isProblem(401, "authentication-required");
        shop.get(path, tokens.forged("anna")).isProblem(401, "authentication-required");
        shop.send(HttpMethod.GET, path, tokens.service("game", "orders"), null, null)
                .isProblem(403, "access-denied");
        shop.get(ORDERS + "/" + UUID.randomUUID(), tokens.user("anna"))
                .isProblem(404, "order-not-found");
        shop.get(ORDERS, null).isProblem(401, "authentication-required");
        shop.send(HttpMethod.POST, ORDERS, null, "k", "{}")
                .isProblem(401, "authentication-required");
    }

    @Test
    void listsOnesOwnOrdersNewestFirst() {
        var gil = tokens.user("gil");
        var placed = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            placed.addFirst(shop.order(gil, "1.00", "EUR").toString());
        }
        shop.order(tokens.user("bert"), "1.00", "EUR");
        shop.cancel(gil, UUID.fromString(placed.get(1))).is(200);

        var seen = new ArrayList<String>();
        var next = "";
        do {
            var page = shop.get(ORDERS + "?limit=2&after=" + next, gil).is(200).json();
            page.path("items").forEach(it -> seen.add(it.path("id").asString()));
            next = page.path("next").isNull() ? null : page.path("next").asString();
        } while (next != null);
        assertThat(seen).isEqualTo(placed);

        var cancelled = shop.get(ORDERS + "?status=cancelled", gil).is(200).json().path("items");
        assertThat(cancelled.size()).isEqualTo(1);
        assertThat(cancelled.get(0).path("id").asString()).isEqualTo(placed.get(1));
        var pending = shop.get(ORDERS + "?status=pending&limit=3", gil).is(200).json();
        assertThat(pending.path("items").size()).isEqualTo(3);
        assertThat(
                        shop.get(
                                        ORDERS
                                                + "?status=pending&limit=3&after="
                                                + pending.path("next").asString(),
                                        gil)
                                .is(200)
                                .json()
                                .path("items")
                                .size())
                .isEqualTo(1);
    }

    private void refused(TestUser user, String type, String... items) {
        shop.post(ORDERS, user, "{ \"items\": [" + String.join(",", items) + "] }")
                .isProblem(422, type);
    }

    private static String item(String by, String name, int quantity) {
        return "{ \"%s\": \"%s\", \"quantity\": %d }".formatted(by, name, quantity);
    }
}
