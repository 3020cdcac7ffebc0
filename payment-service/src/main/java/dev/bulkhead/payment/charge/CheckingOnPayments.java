package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.order.OrderBook;
import dev.bulkhead.payment.provider.Intent;
import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.payment.provider.ProviderRefused;
import dev.bulkhead.payment.provider.ProviderUnavailable;
import dev.bulkhead.shared.db.Tables;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks the provider about payments and refunds of which no news came. Several instances may do so
 * at once: each takes its own share of what is due, and puts off the next look at it.
 */
@Service
public class CheckingOnPayments {

    private static final Logger log = LoggerFactory.getLogger(CheckingOnPayments.class);

    private final JdbcClient jdbc;
    private final Tables tables;
    private final Payments payments;
    private final Refunds refunds;
    private final OrderBook orders;
    private final Ledger ledger;
    private final CancellingOrders cancelling;
    private final RefundingOrders refunding;
    private final PaymentProvider provider;
    private final CheckingPolicy policy;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    CheckingOnPayments(
            JdbcClient jdbc,
            Tables tables,
            Payments payments,
            Refunds refunds,
            OrderBook orders,
            Ledger ledger,
            CancellingOrders cancelling,
            RefundingOrders refunding,
            PaymentProvider provider,
            CheckingPolicy policy,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.payments = payments;
        this.refunds = refunds;
        this.orders = orders;
        this.ledger = ledger;
        this.cancelling = cancelling;
        this.refunding = refunding;
        this.provider = provider;
        this.policy = policy;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Looks at one batch of what is due. */
    public void checkDue() {
        for (var id : settling(() -> take("payments"))) {
            try {
                check(settling(() -> payments.findById(id).orElseThrow()));
            } catch (ProviderUnavailable | ProviderRefused | RuntimeException e) {
                log.warn("Payment {} stays unsettled for now: {}", id, e.getMessage());
            }
        }
        for (var id : settling(() -> take("refunds"))) {
            try {
                check(settling(() -> find(id)));
            } catch (ProviderUnavailable | ProviderRefused | RuntimeException e) {
                log.warn("Refund {} stays unsettled for now: {}", id, e.getMessage());
            }
        }
    }

    private void check(Payment payment) throws ProviderUnavailable, ProviderRefused {
        switch (payment.status()) {
            case CANCELLING -> cancelling.giveUp(payment);
            case PROCESSING -> {
                var attempt = payment.attempt();
                // The intent is written down before it is charged: without one, nothing was.
                var intent =
                        payment.intent() == null
                                ? Optional.<Intent>empty()
                                : provider.find(payment.intent());
                var settled =
                        intent.isPresent()
                                ? ledger.conclude(payment.id(), attempt, intent.get())
                                : ledger.abandon(payment.id(), attempt, "interrupted");
                log.info("Payment {} is {} now", payment.id(), settled.status().text());
            }
            case SUCCEEDED, FAILED, CANCELLED -> {} // settled meanwhile
        }
    }

    private void check(RefundOfPayment due) throws ProviderUnavailable, ProviderRefused {
        var refund = due.refund();
        var payment = due.payment();
        var known =
                provider.refundsOf(Objects.requireNonNull(payment.intent())).stream()
                        .filter(it ->
                                refund.id().equals(it.refund())
                                        || it.id().equals(refund.providerId()))
                        .findFirst();
        var settled =
                known.isPresent()
                        ? ledger.learn(known.get(), clock.instant())
                        : refunding.carryOut(refund, payment);
        log.info("Refund {} is {} now", refund.id(), settled.status().text());
    }

    private RefundOfPayment find(UUID id) {
        var refund = refunds.findById(id).orElseThrow();
        return new RefundOfPayment(refund, payments.findById(refund.payment()).orElseThrow());
    }

    /** In a transaction of its own; none is open while the provider is asked. */
    private <T> T settling(Supplier<T> work) {
        return transaction.execute(status -> {
            orders.actAsSettlement();
            return work.get();
        });
    }

    private List<UUID> take(String table) {
        var now = clock.instant();
        return jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}%s
                                   set next_check_at = :later
                                 where id in (select id from ${prefix}%s
                                               where next_check_at <= :now
                                               order by next_check_at
                                               limit :batch
                                                 for update skip locked)
                                returning id
                                """
                                        .formatted(table, table)))
                .param("later", Timestamp.from(now.plus(policy.after())))
                .param("now", Timestamp.from(now))
                .param("batch", policy.batch())
                .query(UUID.class)
                .list();
    }
}
