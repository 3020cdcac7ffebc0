package dev.bulkhead.payment;

import static dev.bulkhead.testing.RowSecurityContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bulkhead.shared.db.ViolatedConstraint;
import dev.bulkhead.testing.Acting;
import dev.bulkhead.testing.RowSecurityContract;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders, and what belongs to them, are for those who placed them; jobs do what they are for. */
class RowSecurityTests extends PaymentServiceTest implements RowSecurityContract {

    TestUser anna;
    TestUser bert;
    UUID annas;
    UUID berts;

    @BeforeEach
    void bothHaveOrderedAndPaid() throws InterruptedException {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
        annas = shop.paidOrder(anna, "10.00", "EUR");
        berts = shop.paidOrder(bert, "20.00", "EUR");
        shop.refund(anna, annas, "1.00").is(201);
        shop.refund(bert, berts, "2.00").is(201);
        assertThat(stripe.deliveries().awaitQuiet(Duration.ofSeconds(20))).isTrue();
    }

    @Override
    public TestDatabase database() {
        return db;
    }

    @Override
    public Set<UUID> people() {
        return Set.of(anna.id(), bert.id());
    }

    @Test
    void settlementAndAdministrationChangeWhatIsEverybodys() {
        for (var job : List.of("settle-payments", "administer-orders")) {
            assertThat(change(Acting.asJob(job), "update orders set updated_at = now()"))
                    .isEqualTo(shop.count("orders"));
            assertThat(change(Acting.asJob(job), "update payments set attempts = attempts + 1"))
                    .isEqualTo(shop.count("payments"));
            assertThat(change(Acting.asJob(job), "update refunds set version = version + 1"))
                    .isEqualTo(shop.count("refunds"));
        }
    }

    @Test
    void noJobMakesOrRemovesWhatPeopleOrder() {
        for (var job : List.of("settle-payments", "administer-orders")) {
            for (var statement :
                    List.of(
                            "insert into orders select * from orders",
                            "delete from orders",
                            "insert into order_items select * from order_items",
                            "update order_items set quantity = quantity",
                            "delete from order_items",
                            "insert into payments select * from payments",
                            "delete from payments",
                            "delete from refunds")) {
                assertRefused(
                        () -> change(Acting.asJob(job), statement),
                        "the job \"" + job + "\" may not do this to these rows");
            }
        }
    }

    /** For a user one order is found by its key; for a job, which reads many rows, none is. */
    @Test
    void jobsLookUpNoOrder() {
        for (var table : List.of("payments", "refunds")) {
            assertThat(lookUps(Acting.asJob("settle-payments"), table))
                    .isNotEmpty()
                    .allMatch(it -> it.contains("never executed"));
            assertThat(lookUps(Acting.as(anna.id()), table))
                    .anyMatch(it -> !it.contains("never executed"));
        }
    }

    private List<String> lookUps(Acting name, String table) {
        return db
                .asRuntime(
                        name,
                        it ->
                                it.sql(
                                                "explain (analyze, costs off, timing off, summary"
                                                        + " off) select 1 from "
                                                        + table)
                                        .query(String.class)
                                        .list())
                .stream()
                .filter(it -> it.contains(" on orders "))
                .toList();
    }

    @Test
    void nobodyAddsToAnothersOrder() {
        var product =
                shop.product(
                        "ROW-" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(),
                        "1",
                        "EUR");
        assertRefused(
                () ->
                        change(
                                Acting.as(anna.id()),
                                """
                                insert into order_items (id, order_id, product_id, product_name, quantity, unit_price, total_price)
                                values (gen_random_uuid(), '%s', '%s', 'Thing', 1, 1, 1)
                                """
                                        .formatted(berts, product)),
                "new row violates row-level security policy");
        assertRefused(
                () ->
                        change(
                                Acting.as(anna.id()),
                                """
                                insert into refunds (id, payment_id, amount, reason, status, next_check_at, created_at, version)
                                select gen_random_uuid(), '%s', 1, 'other', 'pending', now(), now(), 0
                                """
                                        .formatted(paymentOf(berts))),
                "new row violates row-level security policy");
    }

    /** The triggers that add up see what whoever changes something sees. */
    @Test
    void sumsAreStillChecked() {
        assertThat(violated("delete from order_items"))
                .isEqualTo("orders_total_is_the_sum_of_its_items");
        assertThat(violated("update payments set refunded_amount = 3"))
                .isEqualTo("payments_refunded_amount_is_the_sum_of_its_refunds");
    }

    @Test
    void foreignKeysSeeEveryRow() {
        assertThat(violated("update orders set id = gen_random_uuid()"))
                .isEqualTo("orders_owner_and_total_are_final");
        // Somebody else's order keeps its customer, whoever asks.
        var failure =
                catchThrowable(() ->
                        change(
                                Acting.asNobody(),
                                "delete from customers where id = '" + bert.id() + "'"));
        assertThat(ViolatedConstraint.in(failure))
                .map(ViolatedConstraint::name)
                .contains("orders_user_id_fkey");
    }

    private String violated(String statement) {
        var failure = catchThrowable(() -> change(Acting.as(anna.id()), statement));
        return ViolatedConstraint.in(failure).map(ViolatedConstraint::name).orElse("nothing");
    }

    private UUID paymentOf(UUID order) {
        return db.asAdmin()
                .sql("select id from payments where order_id = ?")
                .param(order)
                .query(UUID.class)
                .single();
    }

    private int change(Acting name, String statement) {
        return db.asRuntime(name, it -> it.sql(statement).update());
    }
}
