package dev.bulkhead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.testing.Statements;
import dev.bulkhead.testing.TestUser;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Saying who acts costs a transaction one statement, which is its first. */
class StatementTests extends PaymentServiceTest {

    private static final String NAME = "set_config('app.current_user_id'";

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
    void readsNameTheirUserOnce() {
        var path = Shop.ORDERS + "/" + order;
        assertThat(reading(path)).containsExactly("name", "orders", "order_items");
        assertThat(reading(Shop.ORDERS)).containsExactly("name", "orders", "order_items");
        assertThat(reading(path + "/payment")).containsExactly("name", "orders", "payments");
        assertThat(reading(path + "/refunds"))
                .containsExactly("name", "orders", "payments", "refunds");
    }

    private List<String> reading(String path) {
        var table = "(?s).* from " + db.names().prefix() + "(\\w+).*";
        return statements.of(() -> shop.get(path, anna).is(200)).stream()
                .map(it -> it.contains(NAME) ? "name" : it.replaceAll(table, "$1"))
                .toList();
    }
}
