package dev.bulkhead.payment.idempotency;

import static dev.bulkhead.payment.Shop.DECLINED;
import static dev.bulkhead.payment.Shop.ORDERS;
import static dev.bulkhead.payment.Shop.VISA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.payment.PaymentServiceTest;
import dev.bulkhead.payment.Shop;
import dev.bulkhead.testing.TestUser;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

class IdempotencyTests extends PaymentServiceTest {

    private static final String BODY =
            """
            { "items": [ { "sku": "IDEMPOTENT", "quantity": 1 } ] }
            """;

    @Autowired RemovingExpiredKeys removing;

    private TestUser user;
    private String key;

    @BeforeEach
    void someoneNew() {
        user = tokens.user("user-" + UUID.randomUUID());
        key = Shop.newKey();
        db.asAdmin()
                .sql(
                        "delete from products where sku = 'IDEMPOTENT' and id not in (select"
                                + " product_id from order_items)")
                .update();
        if (shop.count("products where sku = 'IDEMPOTENT'") == 0) {
            shop.product("IDEMPOTENT", "5.00", "EUR");
        }
    }

    @Test
    void repeatsTheAnswerByteForByte() {
        var first = shop.post(ORDERS, user, key, BODY).is(201);
        var second = shop.post(ORDERS, user, key, BODY).is(201);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().getContentType()).isEqualTo(first.headers().getContentType());
        assertThat(second.headers().getLocation()).isEqualTo(first.headers().getLocation());
        assertThat(second.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.headers().getFirst("Idempotency-Replayed")).isNull();
        assertThat(orders()).isEqualTo(1);
    }

    @Test
    void repeatsRefusalsToo() {
        var order = shop.order(user, "5.00", "EUR");

        var first = shop.pay(user, order, DECLINED, key).isProblem(402, "payment-declined");
        shop.pay(user, order, VISA).is(200);
        var second = shop.pay(user, order, DECLINED, key).isProblem(402, "payment-declined");

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().getFirst("Idempotency-Replayed")).isEqualTo("true");
        assertThat(shop.statusOf(order)).isEqualTo("paid");
    }

    @Test
    void asksForAKeyWhereverMoneyMoves() {
        var order = shop.paidOrder(user, "5.00", "EUR");
        var path = ORDERS + "/" + order;
        var bodies =
                List.of(
                        List.of(ORDERS, BODY),
                        List.of(path + "/payment", "{ \"paymentMethod\": \"pm_card_visa\" }"),
                        List.of(path + "/refunds", "{ \"reason\": \"other\" }"),
                        List.of(path + "/cancel", "{}"));
        for (var it : bodies) {
            for (var missing : new String[] {null, "", "  ", "\"\"", "x".repeat(256), "a b"}) {
                shop.send(HttpMethod.POST, it.get(0), user.bearer(), missing, it.get(1))
                        .isProblem(400, "idempotency-key-required");
            }
        }
        // encoded, a path is still the same path
        shop.send(HttpMethod.POST, "/api/payment/%6Frders", user.bearer(), null, BODY)
                .isProblem(400, "idempotency-key-required");
        assertThat(shop.statusOf(order)).isEqualTo("paid");
    }

    @Test
    void takesTheKeyInQuotesAsTheDraftWritesIt() {
        var first = shop.post(ORDERS, user, key, BODY).is(201);

        assertThat(shop.post(ORDERS, user, "\"" + key + "\"", BODY).body()).isEqualTo(first.body());
    }

    @Test
    void refusesAKeyForAnotherRequest() {
        shop.post(ORDERS, user, key, BODY).is(201);

        shop.post(ORDERS, user, key, BODY.replace("1", "2"))
                .isProblem(422, "idempotency-key-reused");
        var order = shop.order(user, "5.00", "EUR");
        shop.pay(user, order, VISA, key).isProblem(422, "idempotency-key-reused");
        assertThat(shop.statusOf(order)).isEqualTo("pending");
    }

    @Test
    void keepsTheKeysOfEachUserApart() {
        var other = tokens.user("other-" + UUID.randomUUID());
        var mine = shop.post(ORDERS, user, key, BODY).is(201);
        var theirs = shop.post(ORDERS, other, key, BODY).is(201);

        assertThat(theirs.id()).isNotEqualTo(mine.id());
        assertThat(theirs.headers().getFirst("Idempotency-Replayed")).isNull();
    }

    @Test
    void tellsThatTheFirstRequestIsStillRunning() {
        shop.post(ORDERS, user, key, BODY).is(201);
        crash("now() + interval '1 minute'");

        var answer = shop.post(ORDERS, user, key, BODY);

        answer.isProblem(409, "idempotency-key-in-use");
        assertThat(answer.headers().getFirst("Retry-After")).isNotNull();
        shop.post(ORDERS, user, key, BODY.replace("1", "2"))
                .isProblem(422, "idempotency-key-reused");
    }

    @Test
    void carriesOnAfterACrashWithWhatWasMadeBefore() {
        var made = shop.post(ORDERS, user, key, BODY).is(201);
        crash("now() - interval '1 second'");

        var again = shop.post(ORDERS, user, key, BODY).is(201);

        assertThat(again.id()).isEqualTo(made.id());
        assertThat(orders()).isEqualTo(1);
        assertThat(shop.post(ORDERS, user, key, BODY).headers().getFirst("Idempotency-Replayed"))
                .isEqualTo("true");
    }

    @Test
    void carriesOnAfterACrashInPaymentAndRefund() {
        var order = shop.order(user, "5.00", "EUR");
        shop.pay(user, order, VISA, key).is(200);
        crash("now() - interval '1 second'");
        shop.pay(user, order, VISA, key).is(200);

        key = Shop.newKey();
        shop.refund(user, order, "2.00", key).is(201);
        crash("now() - interval '1 second'");
        shop.refund(user, order, "2.00", key).is(201);

        assertThat(stripe.successfulCharges(shop.intentOf(order))).isEqualTo(1);
        assertThat(stripe.refunded(shop.intentOf(order))).isEqualTo(200);
    }

    @Test
    void leavesAKeyFreeWhoseRequestWasNeverBegun() {
        shop.post(ORDERS, user, key, "{ broken").isProblem(400, "malformed-request");
        shop.post(ORDERS, user, key, "{ \"items\": [] }").isProblem(422, "validation-failed");

        shop.post(ORDERS, user, key, BODY).is(201);
    }

    @Test
    void doesNotKeepAnAnswerThatIsNotFinal() {
        var order = shop.order(user, "5.00", "EUR");
        db.asAdmin().sql("update orders set status = 'paying' where id = ?").param(order).update();

        shop.pay(user, order, VISA, key).isProblem(409, "payment-in-progress");
        db.asAdmin().sql("update orders set status = 'pending' where id = ?").param(order).update();

        shop.pay(user, order, VISA, key).is(200);
    }

    @Test
    void forgetsKeysAfterTheirRetention() {
        shop.post(ORDERS, user, key, BODY).is(201);
        removing.remove();
        assertThat(keys()).isEqualTo(1);

        db.asOwner()
                .sql(
                        "update idempotency_keys set created_at = now() - interval '25 hours' where"
                                + " key = ?")
                .param(key)
                .update();
        removing.remove();

        assertThat(keys()).isZero();
    }

    /** As if the instance had died before it could write the answer down. */
    private void crash(String lockedUntil) {
        db.asOwner()
                .sql(
                        """
                        update idempotency_keys
                           set response_status = null, response_body = null, response_type = null,
                               response_location = null, locked_until = %s
                         where key = ?
                        """
                                .formatted(lockedUntil))
                .param(key)
                .update();
    }

    private int orders() {
        return shop.count("orders where user_id = '" + user.id() + "'");
    }

    private int keys() {
        return shop.count("idempotency_keys where key = '" + key + "'");
    }
}
