package dev.bulkhead.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.simulator.StripeSimulator;
import dev.bulkhead.shared.db.TimeOrderedIds;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people do in tests, over HTTP. */
public class Shop {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    public static final String ORDERS = "/api/payment/orders";
    public static final String VISA = "pm_card_visa";
    public static final String DECLINED = "pm_card_chargeDeclined";

    private final RestTestClient client;
    private final TestDatabase db;

    public Shop(RestTestClient client, TestDatabase db) {
        this.client = client;
        this.db = db;
    }

    /** An answer, read whole. */
    public record Answer(int status, HttpHeaders headers, String body) {

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String text(String member) {
            return json().path(member).asString();
        }

        public UUID id() {
            return UUID.fromString(text("id"));
        }

        /** Makes sure that it is a problem document of this kind. */
        public Answer isProblem(int status, String type) {
            assertThat(this.status).as(body).isEqualTo(status);
            assertThat(headers.getContentType())
                    .isNotNull()
                    .matches(it -> it.isCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON));
            assertThat(text("type")).isEqualTo("/problems/" + type);
            return this;
        }

        public Answer is(int status) {
            assertThat(this.status).as(body).isEqualTo(status);
            return this;
        }
    }

    /** Sends a request; the body is JSON, the key a new one if none is given. */
    public Answer send(
            HttpMethod method,
            String path,
            @Nullable String bearer,
            @Nullable String key,
            @Nullable String body) {
        var request = client.method(method).uri(URI.create(path));
        if (bearer != null) {
            request.header(HttpHeaders.AUTHORIZATION, bearer);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).body(body);
        }
        var result = request.exchange().expectBody(String.class).returnResult();
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders(),
                result.getResponseBody() == null ? "" : result.getResponseBody());
    }

    public Answer get(String path, @Nullable TestUser user) {
        return send(HttpMethod.GET, path, user == null ? null : user.bearer(), null, null);
    }

    public Answer post(String path, TestUser user, String body) {
        return post(path, user, newKey(), body);
    }

    public Answer post(String path, TestUser user, String key, @Nullable String body) {
        return send(HttpMethod.POST, path, user.bearer(), key, body);
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** Puts a product into the catalog. */
    public UUID product(String sku, String price, String currency) {
        var id = TimeOrderedIds.next();
        db.asRuntime()
                .sql(
                        """
                        insert into products (id, sku, name, unit_price, currency, active, created_at, version)
                        values (?, ?, ?, ?, ?, true, now(), 0)
                        """)
                .params(id, sku, "Product " + sku, new BigDecimal(price), currency)
                .update();
        return id;
    }

    /** An order of a product of its own at this price. */
    public UUID order(TestUser user, String price, String currency) {
        var sku = "P-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase();
        product(sku, price, currency);
        return order(user, sku, 1);
    }

    public UUID order(TestUser user, String sku, int quantity) {
        return post(
                        ORDERS,
                        user,
                        """
                        { "items": [ { "sku": "%s", "quantity": %d } ] }
                        """
                                .formatted(sku, quantity))
                .is(201)
                .id();
    }

    public Answer pay(TestUser user, UUID order, String method) {
        return pay(user, order, method, newKey());
    }

    public Answer pay(TestUser user, UUID order, String method, String key) {
        return post(
                ORDERS + "/" + order + "/payment",
                user,
                key,
                """
                { "paymentMethod": "%s" }
                """
                        .formatted(method));
    }

    public UUID paidOrder(TestUser user, String price, String currency) {
        var order = order(user, price, currency);
        pay(user, order, VISA).is(200);
        return order;
    }

    public Answer refund(TestUser user, UUID order, @Nullable String amount) {
        return refund(user, order, amount, newKey());
    }

    public Answer refund(TestUser user, UUID order, @Nullable String amount, String key) {
        return post(
                ORDERS + "/" + order + "/refunds",
                user,
                key,
                amount == null
                        ? """
                        { "reason": "requested_by_customer" }
                        """
                        : """
                        { "amount": "%s", "reason": "requested_by_customer" }
                        """
                                .formatted(amount));
    }

    public Answer cancel(TestUser user, UUID order) {
        return post(ORDERS + "/" + order + "/cancel", user, newKey(), null);
    }

    public String statusOf(UUID order) {
        return db.asAdmin()
                .sql("select status from orders where id = ?")
                .param(order)
                .query(String.class)
                .single();
    }

    public String intentOf(UUID order) {
        return db.asAdmin()
                .sql("select stripe_payment_intent_id from payments where order_id = ?")
                .param(order)
                .query(String.class)
                .single();
    }

    public String paymentStatusOf(UUID order) {
        return db.asAdmin()
                .sql("select status from payments where order_id = ?")
                .param(order)
                .query(String.class)
                .single();
    }

    public int count(String table) {
        return db.asAdmin().sql("select count(*) from " + table).query(Integer.class).single();
    }

    /** Makes everything that waits for news due now. */
    public void passTime() {
        for (var table : List.of("payments", "refunds")) {
            db.asAdmin()
                    .sql(
                            "update %s set next_check_at = now() - interval '1 second' where next_check_at is not null"
                                    .formatted(table))
                    .update();
        }
        db.asRuntime()
                .sql(
                        "update webhook_events set next_attempt_at = now() - interval '1 second'"
                                + " where next_attempt_at is not null")
                .update();
    }

    /** Delivers an event as Stripe would. */
    public Answer deliver(StripeSimulator stripe, String payload) {
        return deliver(payload, stripe.deliveries().sign(payload));
    }

    public Answer deliver(String payload, @Nullable String signature) {
        var request =
                client.method(HttpMethod.POST)
                        .uri("/api/payment/webhooks/stripe")
                        .contentType(MediaType.APPLICATION_JSON);
        if (signature != null) {
            request.header("Stripe-Signature", signature);
        }
        var result = request.body(payload).exchange().expectBody(String.class).returnResult();
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders(),
                result.getResponseBody() == null ? "" : result.getResponseBody());
    }

    /** Does it so many times at the same moment, each in a thread of its own. */
    public static <T> List<T> atOnce(int times, Callable<T> deed) throws Exception {
        var barrier = new CyclicBarrier(times);
        try (var threads = Executors.newFixedThreadPool(times)) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < times; i++) {
                futures.add(
                        threads.submit(() -> {
                            barrier.await();
                            return deed.call();
                        }));
            }
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
