package dev.bulkhead.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bulkhead.payment.order.OrderStatus;
import dev.bulkhead.shared.db.ViolatedConstraint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

/**
 * What the database itself refuses, whoever asks: each row is written by hand, past the service.
 */
class SchemaTests extends PaymentServiceTest {

    /** Replaced long ago; Java still knows them. */
    private static final Set<String> RETIRED =
            Set.of(
                    "ADP", "BEF", "BYB", "BYR", "ESP", "GRD", "ITL", "LUF", "MGF", "PTE", "ROL",
                    "TPE", "TRL");

    private static final UUID USER = UUID.fromString("01934a00-0000-7000-8000-0000000000aa");
    private static final UUID PRODUCT = UUID.fromString("01934a00-0000-7000-8000-0000000000bb");

    @BeforeEach
    void aCustomerAndAProduct() {
        db.asRuntime()
                .sql(
                        "insert into customers (id, email, name, created_at) values (?, 'a@b',"
                                + " 'Anna', now()) on conflict do nothing")
                .param(USER)
                .update();
        db.asRuntime()
                .sql(
                        """
                        insert into products (id, sku, name, unit_price, currency, active, created_at, version)
                        values (?, 'SCHEMA', 'Thing', 5, 'EUR', true, now(), 0) on conflict do nothing
                        """)
                .param(PRODUCT)
                .update();
    }

    @Test
    void knowsTheScaleOfEveryCurrencyInUseAsJavaDoes() {
        var wrong = new ArrayList<String>();
        for (var currency : Currency.getAvailableCurrencies()) {
            int scale = currency.getDefaultFractionDigits();
            // What is no money has no scale.
            if (scale >= 0 && !RETIRED.contains(currency.getCurrencyCode())) {
                int known =
                        db.asRuntime()
                                .sql(
                                        "select %scurrency_scale(?::char(3))"
                                                .formatted(db.names().prefix()))
                                .param(currency.getCurrencyCode())
                                .query(Integer.class)
                                .single();
                if (known != scale) {
                    wrong.add(currency + " has " + scale + ", not " + known);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sku, 'mug', products_sku_is_upper_case_letters_digits_and_dashes",
        "name, '  ', products_name_is_not_blank",
        "unit_price, 0, products_price_is_positive",
        "unit_price, -1, products_price_is_positive",
        "unit_price, 1.005, products_price_fits_the_scale_of_its_currency",
        "currency, 'eur', products_currency_is_iso_4217",
        "currency, 'JPY', products_price_fits_the_scale_of_its_currency"
    })
    void keepsProductsSellable(String column, String value, String constraint) {
        refuses(
                constraint,
                "update products set unit_price = 1.50, %s = '%s' where id = '%s'"
                        .formatted(column, value, PRODUCT)
                        .replace(
                                column.equals("unit_price") ? "unit_price = 1.50, " : "nothing",
                                ""));
    }

    @Test
    void letsNoTotalDifferFromItsItems() {
        refuses("orders_total_is_the_sum_of_its_items", order("pending", "10", "9", "9"));
        var order = store("pending");
        refuses(
                "orders_owner_and_total_are_final",
                "update orders set total_amount = 1 where id = '" + order + "'");
        refuses(
                "orders_total_is_the_sum_of_its_items",
                "delete from order_items where order_id = '" + order + "'");
        refuses(
                "orders_total_is_the_sum_of_its_items",
                "update order_items set unit_price = 1, total_price = 1 where order_id = '"
                        + order
                        + "'");
        refuses(
                "order_items_total_is_price_times_quantity",
                "update order_items set total_price = 1 where order_id = '" + order + "'");
    }

    @Test
    void letsNoOrderBeWithoutItems() {
        refuses(
                "orders_total_is_the_sum_of_its_items",
                """
                insert into orders (id, user_id, status, total_amount, currency, created_at, updated_at, version)
                values (gen_random_uuid(), '%s', 'pending', 10, 'EUR', now(), now(), 0)
                """
                        .formatted(USER));
    }

    @Test
    void holdsTheSameStateDiagramAsTheCode() {
        for (var from : OrderStatus.values()) {
            for (var to : OrderStatus.values()) {
                var order = store(from.text());
                var update =
                        "update orders set status = '%s' where id = '%s'"
                                .formatted(to.text(), order);
                if (from == to || from.canBecome(to)) {
                    db.asAdmin().sql(update).update();
                } else {
                    refuses("orders_status_follows_the_diagram", update);
                }
            }
        }
        refuses("orders_status_is_known", order("lost", "10", "10", "10"));
    }

    @Test
    void letsNoPaymentDifferFromItsOrder() {
        var order = store("paying");
        refuses("payments_order_id_fkey", payment(order, "processing", "9", "null"));
        refuses(
                "payments_order_id_fkey",
                payment(order, "processing", "10", "null").replace("EUR", "USD"));
        db.asAdmin().sql(payment(order, "processing", "10", "null")).update();
        refuses("payments_order_id_key", payment(order, "processing", "10", "null"));
        refuses(
                "payments_success_has_an_intent",
                "update payments set status = 'succeeded', paid_at = now(), next_check_at = null"
                        + " where order_id = '"
                        + order
                        + "'");
        refuses(
                "payments_paid_at_tells_success",
                "update payments set status = 'succeeded', stripe_payment_intent_id = 'pi_x',"
                        + " next_check_at = null where order_id = '"
                        + order
                        + "'");
        refuses(
                "payments_open_ones_are_checked_again",
                "update payments set next_check_at = null where order_id = '" + order + "'");
        refuses(
                "payments_failure_tells_why",
                "update payments set status = 'failed', next_check_at = null where order_id = '"
                        + order
                        + "'");
    }

    @Test
    void neverUnpaysAPayment() {
        var payment = storePaid();
        for (var status : new String[] {"processing", "failed", "cancelling", "cancelled"}) {
            refuses(
                    "payments_status_follows_the_diagram",
                    "update payments set status = '%s' where id = '%s'".formatted(status, payment));
        }
        refuses(
                "payments_order_amount_and_intent_are_final",
                "update payments set stripe_payment_intent_id = 'pi_other' where id = '"
                        + payment
                        + "'");
    }

    @Test
    void neverRefundsMoreThanWasPaid() {
        var payment = storePaid();
        refuses("payments_refunded_amount_is_the_sum_of_its_refunds", refund(payment, "4", false));
        refuses(
                "payments_refunded_amount_is_the_sum_of_its_refunds",
                "update payments set refunded_amount = 4 where id = '" + payment + "'");
        db.asAdmin().sql(refund(payment, "4", true)).update();
        refuses("payments_refunds_within_amount", refund(payment, "6.01", true));
        refuses(
                "payments_refunded_amount_is_the_sum_of_its_refunds",
                refund(payment, "0.005", true));
        db.asAdmin().sql(refund(payment, "6", true)).update();
        refuses("payments_refunds_within_amount", refund(payment, "0.01", true));
        refuses(
                "refunds_payment_and_amount_are_final",
                "update refunds set amount = 1 where payment_id = '" + payment + "'");
        refuses(
                "refunds_success_is_known_to_the_provider",
                "update refunds set status = 'succeeded', next_check_at = null where payment_id = '"
                        + payment
                        + "'");
        refuses(
                "payments_refunded_amount_is_the_sum_of_its_refunds",
                "update refunds set status = 'failed', next_check_at = null where payment_id = '"
                        + payment
                        + "'");
    }

    @Test
    void neverRevivesAFailedRefund() {
        var payment = storePaid();
        db.asAdmin().sql(refund(payment, "4", true)).update();
        db.asAdmin()
                .sql(
                        """
                        with failed as (update refunds set status = 'failed', next_check_at = null where payment_id = '%1$s')
                        update payments set refunded_amount = 0 where id = '%1$s'
                        """
                                .formatted(payment))
                .update();

        refuses(
                "refunds_status_follows_the_diagram",
                "update refunds set status = 'succeeded', stripe_refund_id = 're_x' where"
                        + " payment_id = '"
                        + payment
                        + "'");
    }

    @Test
    void keepsEventsAndKeysWhole() {
        refuses(
                "webhook_events_error_only_while_unprocessed",
                "insert into webhook_events (id, type, payload, occurred_at, received_at,"
                        + " processed_at, error) values ('evt', 't', '{}', now(), now(), now(),"
                        + " 'x')");
        refuses(
                "idempotency_keys_key_is_visible_ascii",
                "insert into idempotency_keys (user_id, key, request_hash, operation_id,"
                        + " created_at) values (gen_random_uuid(), 'a b', sha256(''),"
                        + " gen_random_uuid(), now())");
        refuses(
                "idempotency_keys_response_has_status_and_body",
                "insert into idempotency_keys (user_id, key, request_hash, operation_id,"
                    + " created_at, response_status) values (gen_random_uuid(), 'a', sha256(''),"
                    + " gen_random_uuid(), now(), 200)");
    }

    @Test
    void takesTheDevelopmentSeedAsOftenAsItComes() throws IOException {
        int before = shop.count("products");
        for (int i = 0; i < 2; i++) {
            db.asOwner()
                    .sql(
                            new ClassPathResource("db/seed/dev/products.sql")
                                    .getContentAsString(StandardCharsets.UTF_8)
                                    .replace("${prefix}", ""))
                    .update();
        }

        assertThat(shop.count("products")).isEqualTo(before + 13);
        var anna = tokens.user("anna");
        for (var sku :
                new String[] {"MUG-ENAMEL-EUR", "VIDEO-PASS-USD", "TENUGUI-JPY", "DATES-BOX-KWD"}) {
            shop.pay(anna, shop.order(anna, sku, 2), Shop.VISA).is(200);
        }
    }

    @Test
    void indexesEveryForeignKey() {
        assertThat(
                        db.asAdmin()
                                .sql(
                                        """
                                        select c.conname from pg_constraint c
                                         where c.contype = 'f' and c.connamespace = current_schema()::regnamespace
                                           and not exists (select from pg_index i
                                                            where i.indrelid = c.conrelid
                                                              and i.indkey[0] = c.conkey[1])
                                        """)
                                .query(String.class)
                                .list())
                .isEmpty();
    }

    private UUID store(String status) {
        var sql = order(status, "10", "10", "10");
        db.asAdmin().sql(sql).update();
        return UUID.fromString(sql.replaceAll("(?s).*id:([0-9a-f-]{36}).*", "$1"));
    }

    private UUID storePaid() {
        var order = store("paid");
        db.asAdmin().sql(payment(order, "succeeded", "10", "now()")).update();
        return db.asAdmin()
                .sql("select id from payments where order_id = ?")
                .param(order)
                .query(UUID.class)
                .single();
    }

    private static String order(String status, String total, String price, String itemTotal) {
        return """
        with id as (select '%1$s'::uuid as id), -- id:%1$s
             placed as (insert into orders (id, user_id, status, total_amount, currency, created_at, updated_at, version)
                        select id, '%2$s', '%3$s', %4$s, 'EUR', now(), now(), 0 from id)
        insert into order_items (id, order_id, product_id, product_name, quantity, unit_price, total_price)
        select gen_random_uuid(), id, '%5$s', 'Thing', 1, %6$s, %7$s from id
        """
                .formatted(UUID.randomUUID(), USER, status, total, PRODUCT, price, itemTotal);
    }

    private static String payment(UUID order, String status, String amount, String paidAt) {
        var paid = status.equals("succeeded");
        return """
        insert into payments (id, order_id, stripe_payment_intent_id, status, amount, currency, payment_method,
            attempt_id, attempts, next_check_at, paid_at, created_at, version)
        values (gen_random_uuid(), '%s', %s, '%s', %s, 'EUR', 'pm_card_visa',
            gen_random_uuid(), 1, %s, %s, now(), 0)
        """
                .formatted(
                        order,
                        paid ? "'pi_" + order + "'" : "null",
                        status,
                        amount,
                        paid ? "null" : "now()",
                        paidAt);
    }

    private static String refund(UUID payment, String amount, boolean told) {
        var insert =
                """
                insert into refunds (id, payment_id, amount, reason, status, next_check_at, created_at, version)
                values (gen_random_uuid(), '%s', %s, 'other', 'pending', now(), now(), 0)
                """
                        .formatted(payment, amount);
        return told
                ? "with it as (%s) update payments set refunded_amount = refunded_amount + %s where id = '%s'"
                        .formatted(insert, amount, payment)
                : insert;
    }

    private void refuses(String constraint, String sql) {
        var failure = catchThrowable(() -> db.asAdmin().sql(sql).update());
        assertThat(failure).as(sql).isNotNull();
        assertThat(ViolatedConstraint.in(failure))
                .as(String.valueOf(failure))
                .map(ViolatedConstraint::name)
                .contains(constraint);
    }
}
