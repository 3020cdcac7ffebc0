package dev.bulkhead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.testing.Statements;
import dev.bulkhead.testing.TestUser;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the main requests cost the database, in statements. */
class StatementTests extends PaymentServiceTest {

    private static final String NAME = "set_config('app.current_user_id'";
    private static final String PRODUCTS = "/api/payment/products";

    Statements statements;
    TestUser anna;
    UUID order;

    @BeforeEach
    void listen() throws InterruptedException {
        anna = tokens.user("anna");
        order = shop.paidOrder(anna, "10.00", "EUR");
        shop.refund(anna, order, "1.00").is(201);
        letStripeComeToRest();
        statements = new Statements();
    }

    @AfterEach
    void stopListening() {
        statements.close();
    }

    @Test
    void showsAnOrderInOneStatement() {
        assertThat(reading(Shop.ORDERS + "/" + order)).containsExactly("name orders");
    }

    @Test
    void listsOrdersInOneStatementHoweverManyThereAre() {
        assertThat(reading(Shop.ORDERS)).containsExactly("name orders");
        for (int i = 0; i < 5; i++) {
            shop.order(anna, "1.00", "EUR");
        }
        assertThat(reading(Shop.ORDERS)).containsExactly("name orders");
        assertThat(reading(Shop.ORDERS + "?status=pending&limit=2")).containsExactly("name orders");
    }

    @Test
    void showsProductsInOneStatement() {
        var product = shop.product("ONE-STATEMENT", "1.00", "EUR");

        assertThat(reading(PRODUCTS)).containsExactly("products");
        assertThat(reading(PRODUCTS + "/ONE-STATEMENT")).containsExactly("products");
        assertThat(reading(PRODUCTS + "/" + product)).containsExactly("products");
    }

    @Test
    void readsNameTheirUserOnce() {
        var path = Shop.ORDERS + "/" + order;
        assertThat(reading(path + "/payment")).containsExactly("name", "orders", "payments");
        assertThat(reading(path + "/refunds"))
                .containsExactly("name", "orders", "payments", "refunds");
    }

    /**
     * The order, its lines and its customer are one; a key is claimed before and answered after.
     */
    @Test
    void placesAnOrderInFourStatements() {
        var first = shop.product("FIRST", "1.00", "EUR");
        shop.product("SECOND", "1.00", "EUR");
        var body =
                """
                { "items": [ { "productId": "%s", "quantity": 1 }, { "sku": "SECOND", "quantity": 2 } ] }
                """
                        .formatted(first);

        var sent = statements.of(() -> shop.post(Shop.ORDERS, anna, body).is(201));

        assertThat(sent).hasSize(4);
        assertThat(sent.get(0)).contains("insert into", "idempotency_keys");
        assertThat(sent.get(1)).contains("select", "products");
        assertThat(sent.get(2)).contains(NAME, "customers", "orders", "order_items");
        assertThat(sent.get(3)).contains("update", "idempotency_keys");
    }

    private List<String> reading(String path) {
        var table = Pattern.compile("from " + db.names().prefix() + "(\\w+)");
        return statements.of(() -> shop.get(path, anna).is(200)).stream()
                .map(it -> {
                    var from = table.matcher(it);
                    var read = from.find() ? from.group(1) : "";
                    return it.contains(NAME) ? ("name " + read).strip() : read;
                })
                .toList();
    }
}
