package dev.bulkhead.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.bulkhead.testing.Statements;
import dev.bulkhead.testing.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The benchmark's measure is worth nothing once the service sends something else. */
    @Test
    void sendsWhatTheBenchmarkHasPgbenchSend() throws IOException {
        assumeThat(db.names().prefix()).as("the scripts name tables without a prefix").isEmpty();
        shop.product("BENCHMARK", "1.00", "EUR");
        var body =
                """
                { "items": [ { "sku": "BENCHMARK", "quantity": 2 } ] }
                """;

        var placing = statements.of(() -> shop.post(Shop.ORDERS, anna, body).is(201));
        var showing = statements.of(() -> shop.get(Shop.ORDERS + "/" + order, anna).is(200));

        assertThat(plain(placing)).isEqualTo(plain(script("place-order.sql")));
        assertThat(plain(showing)).isEqualTo(plain(script("show-order.sql")));
    }

    private static List<String> script(String name) throws IOException {
        var sql = Files.readString(Path.of("../platform/benchmarks/src/main/sql", name));
        return List.of(
                sql.replaceAll("(?m)^\\\\.*$", "") // pgbench's own commands
                        .replaceAll("(?m)^(begin|commit);$", "")
                        .replaceAll("\\{\\{.*?}}", "?")
                        .split(";"));
    }

    /** One statement after the other, without the logger's words and with single blanks. */
    private static String plain(List<String> statements) {
        return statements.stream()
                .flatMap(it ->
                        Stream.of(it.replaceAll("(?s)^Executing .*?\\[(.*)]$", "$1").split(";")))
                .map(it -> it.replaceAll("\\s+", " ").strip())
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining("\n"));
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
