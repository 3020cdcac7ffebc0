package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.charge.ChargeProblems.OrderNotCancellable;
import dev.bulkhead.payment.charge.ChargeProblems.OrderNotPayable;
import dev.bulkhead.payment.charge.ChargeProblems.OrderNotRefundable;
import dev.bulkhead.payment.charge.ChargeProblems.PaymentInProgress;
import dev.bulkhead.payment.charge.ChargeProblems.RefundExceedsPayment;
import dev.bulkhead.payment.charge.ChargeProblems.RefundWindowClosed;
import dev.bulkhead.payment.charge.Payment.Change;
import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.order.OrderBook;
import dev.bulkhead.payment.order.OrderBook.LockedOrder;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.order.OrderNotFound;
import dev.bulkhead.payment.order.OrderStatus;
import dev.bulkhead.payment.provider.Intent;
import dev.bulkhead.payment.provider.ProviderRefund;
import dev.bulkhead.payment.provider.RefundReason;
import dev.bulkhead.shared.web.Caller;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The books: every step that changes a payment, its refunds and its order, each in one transaction
 * that locks the order first. No step calls the provider; between two steps anything may happen, a
 * crash as well, and each step looks anew at what is there.
 *
 * <p>Steps that somebody asks for act as that person. Steps that follow from what the provider says
 * act for nobody, for they are the same whether it answers, sends an event or is asked again.
 */
@Service
class Ledger {

    private final OrderBook orders;
    private final Payments payments;
    private final Refunds refunds;
    private final RefundPolicy refundPolicy;
    private final CheckingPolicy checking;
    private final InstantSource clock;

    Ledger(
            OrderBook orders,
            Payments payments,
            Refunds refunds,
            RefundPolicy refundPolicy,
            CheckingPolicy checking,
            InstantSource clock) {
        this.orders = orders;
        this.payments = payments;
        this.refunds = refunds;
        this.refundPolicy = refundPolicy;
        this.checking = checking;
        this.clock = clock;
    }

    /**
     * Begins an attempt to pay, so that nobody else does.
     *
     * @return the payment; not processing if this very request has come to its end before
     */
    @Transactional
    Payment beginPayment(Caller caller, OrderId id, String method, OnceId once) {
        orders.actAs(caller);
        var order = orders.lock(id);
        if (!order.user().equals(caller.id())) {
            throw new OrderNotFound();
        }
        var known = payments.of(id.id());
        if (known.isPresent() && known.get().isAttempt(once)) {
            return known.get();
        }
        if (order.status() == OrderStatus.PAYING) {
            throw new PaymentInProgress();
        }
        if (order.status() != OrderStatus.PENDING) {
            throw new OrderNotPayable(order.status());
        }
        var now = clock.instant();
        var payment =
                known.orElseGet(() ->
                        Payment.started(id, order.total(), method, once, now, nextCheck(now)));
        if (known.isPresent()) {
            payment.tryAgain(method, once, nextCheck(now));
        }
        orders.move(id, OrderStatus.PAYING);
        return payments.saveAndFlush(payment);
    }

    /**
     * Writes down the intent made for an attempt, before anything is charged on it.
     *
     * @return whether the attempt may go on; it may not if it was given up meanwhile
     */
    @Transactional
    boolean prepared(UUID id, OnceId attempt, String intent) {
        orders.actAsSettlement();
        var payment = lockPaymentOf(id);
        if (!payment.isUnderWay(attempt)) {
            return false;
        }
        payment.prepared(intent);
        payments.saveAndFlush(payment);
        return true;
    }

    /** Writes down what came of an attempt. */
    @Transactional
    Payment conclude(UUID payment, OnceId attempt, Intent answer) {
        orders.actAsSettlement();
        return change(payment, (it, order) -> it.conclude(attempt, answer, clock.instant()));
    }

    /** Gives up an attempt that did not reach the provider. */
    @Transactional
    Payment abandon(UUID payment, OnceId attempt, String why) {
        orders.actAsSettlement();
        return change(payment, (it, order) -> it.abandon(attempt, why));
    }

    /** Writes down that the provider would not try. */
    @Transactional
    Payment refused(UUID payment, OnceId attempt, String why) {
        orders.actAsSettlement();
        return change(payment, (it, order) -> it.refused(attempt, why));
    }

    /** Takes in news of an intent. */
    @Transactional
    Payment learn(Intent news, Instant at) {
        orders.actAsSettlement();
        var order =
                payments.orderOfIntent(news.id())
                        .or(() ->
                                news.payment() == null
                                        ? Optional.empty()
                                        : payments.orderOf(news.payment()))
                        .orElseThrow(() -> new NewsTooEarly("intent " + news.id()));
        return change(new OrderId(order), (it, locked) -> it.learn(news, at));
    }

    /**
     * Begins to give an order up, or does so where the provider has not heard of it.
     *
     * @return the payment whose intent is left to give up, if there is one
     */
    @Transactional
    @Nullable Payment beginCancelling(Caller caller, OrderId id) {
        orders.actAsOwnerOrAdmin(caller);
        var order = lockFor(caller, id);
        switch (order.status()) {
            case CANCELLED -> {
                return null;
            }
            case PAYING -> throw new PaymentInProgress();
            case PAID, PARTIALLY_REFUNDED, REFUNDED ->
                    throw new OrderNotCancellable(order.status());
            case PENDING, CANCELLING -> {}
        }
        var payment = payments.of(id.id()).orElse(null);
        if (payment == null) {
            orders.move(id, OrderStatus.CANCELLED);
            return null;
        }
        if (payment.intent() == null) {
            follow(payment, order, payment.cancelled());
            return null;
        }
        if (order.status() == OrderStatus.PENDING) {
            payment.cancelling(nextCheck(clock.instant()));
            orders.move(id, OrderStatus.CANCELLING);
        }
        return payment;
    }

    /** The provider does not know the intent, so nothing can be taken on it. */
    @Transactional
    Payment cancelled(UUID payment) {
        orders.actAsSettlement();
        return change(payment, (it, order) -> it.cancelled());
    }

    /**
     * Begins a refund: sets its amount aside, so that concurrent ones cannot exceed the payment.
     *
     * @param amount null for all that is left
     * @return the refund; not pending if this very request has come to its end before
     */
    @Transactional
    RefundOfPayment beginRefund(
            Caller caller,
            OrderId id,
            @Nullable BigDecimal amount,
            RefundReason reason,
            OnceId once) {
        orders.actAsOwnerOrAdmin(caller);
        var order = lockFor(caller, id);
        var known = refunds.findById(once.id());
        if (known.isPresent()) {
            return new RefundOfPayment(
                    known.get(), payments.findById(known.get().payment()).orElseThrow());
        }
        var payment =
                payments.of(id.id())
                        .filter(it -> it.status() == PaymentStatus.SUCCEEDED)
                        .orElseThrow(() -> new OrderNotRefundable(order.status()));
        var now = clock.instant();
        if (!caller.admin()
                && refundPolicy.windowClosed(Objects.requireNonNull(payment.paidAt()), now)) {
            throw new RefundWindowClosed(refundPolicy.window());
        }
        var left = payment.refundable();
        var part = amount == null ? left : partOf(left, amount);
        if (!part.isPositive() || part.exceeds(left)) {
            throw new RefundExceedsPayment(left);
        }
        var refund =
                Refund.requested(once, payment, part, reason, caller.id(), now, nextCheck(now));
        payments.saveAndFlush(payment);
        return new RefundOfPayment(refunds.saveAndFlush(refund), payment);
    }

    private static Money partOf(Money left, BigDecimal amount) {
        try {
            return new Money(amount, left.currency());
        } catch (IllegalArgumentException e) {
            throw new ChargeProblems.AmountTooFine(left.currency());
        }
    }

    /** Writes down that the provider refused a refund. */
    @Transactional
    Refund refundRefused(UUID id, String why) {
        orders.actAsSettlement();
        var payment = lockPaymentOf(refunds.paymentOf(id).orElseThrow());
        var refund = refunds.findById(id).orElseThrow();
        refund.fail(why, payment);
        return settled(refund, payment);
    }

    /** Takes in news of a refund, whether it was asked for here or at the provider. */
    @Transactional
    Refund learn(ProviderRefund news, Instant at) {
        orders.actAsSettlement();
        var order =
                payments.orderOfIntent(news.intent())
                        .orElseThrow(() -> new NewsTooEarly("intent " + news.intent()));
        var locked = orders.lock(new OrderId(order));
        var payment = payments.of(order).orElseThrow();
        follow(payment, locked, payment.impliedlySucceeded(at));
        var now = clock.instant();
        var refund =
                refunds.findByProviderId(news.id())
                        .or(() ->
                                news.refund() == null
                                        ? Optional.empty()
                                        : refunds.findById(news.refund()))
                        .filter(it -> it.payment().equals(payment.id()))
                        .orElseGet(() -> Refund.discovered(payment, news, now, nextCheck(now)));
        refund.learn(news, payment);
        return settled(refund, payment);
    }

    /**
     * Takes in how much of an intent was given back altogether.
     *
     * @throws NewsTooEarly if that is more than the refunds heard of
     */
    @Transactional
    void learnRefunded(String intent, Money refunded, Instant at) {
        orders.actAsSettlement();
        var order =
                payments.orderOfIntent(intent)
                        .orElseThrow(() -> new NewsTooEarly("intent " + intent));
        var payment =
                change(
                        new OrderId(order),
                        (it, locked) ->
                                refunded.isPositive() ? it.impliedlySucceeded(at) : Change.NOTHING);
        if (refunded.exceeds(payment.refunded())) {
            throw new NewsTooEarly("a refund of intent " + intent);
        }
    }

    private Refund settled(Refund refund, Payment payment) {
        payments.saveAndFlush(payment);
        var stored = refunds.saveAndFlush(refund);
        var given = new Money(refunds.succeededOf(payment.id()), payment.amount().currency());
        var status =
                !given.isPositive()
                        ? OrderStatus.PAID
                        : given.equals(payment.amount())
                                ? OrderStatus.REFUNDED
                                : OrderStatus.PARTIALLY_REFUNDED;
        if (orders.lock(payment.order()).status() != status) {
            orders.move(payment.order(), status);
        }
        return stored;
    }

    private Payment lockPaymentOf(UUID payment) {
        var order = payments.orderOf(payment).orElseThrow();
        orders.lock(new OrderId(order));
        return payments.of(order).orElseThrow();
    }

    private LockedOrder lockFor(Caller caller, OrderId id) {
        var order = orders.lock(id);
        if (!order.user().equals(caller.id()) && !caller.admin()) {
            throw new OrderNotFound();
        }
        return order;
    }

    private Payment change(UUID payment, BiFunction<Payment, LockedOrder, Change> change) {
        return change(new OrderId(payments.orderOf(payment).orElseThrow()), change);
    }

    private Payment change(OrderId id, BiFunction<Payment, LockedOrder, Change> change) {
        var order = orders.lock(id);
        var payment = payments.of(id.id()).orElseThrow();
        follow(payment, order, change.apply(payment, order));
        return payments.saveAndFlush(payment);
    }

    /** Moves the order where its payment has gone. */
    private void follow(Payment payment, LockedOrder order, Change change) {
        switch (change) {
            case SUCCEEDED -> orders.move(order.id(), OrderStatus.PAID);
            case CANCELLED -> orders.move(order.id(), OrderStatus.CANCELLED);
            case FAILED -> orders.move(order.id(), OrderStatus.PENDING);
            case NOTHING -> {}
        }
    }

    private Instant nextCheck(Instant now) {
        return now.plus(checking.after());
    }
}
