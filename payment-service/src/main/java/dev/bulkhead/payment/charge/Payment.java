package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.provider.Intent;
import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The money taken for an order, or tried to. It has one intent at the provider for all attempts,
 * and an intent can be charged once only.
 */
@Entity
@Table(name = "payments")
class Payment {

    @Id private UUID id;

    private UUID orderId;
    private @Nullable String stripePaymentIntentId;
    private PaymentStatus status;

    @Column(precision = 19, scale = 4)
    private BigDecimal amount;

    @JdbcTypeCode(SqlTypes.CHAR)
    @Column(length = 3)
    private Currency currency;

    @Column(precision = 19, scale = 4)
    private BigDecimal refundedAmount;

    private String paymentMethod;
    private UUID attemptId;
    private int attempts;
    private String[] failedCharges;
    private @Nullable String failureCode;
    private @Nullable Instant nextCheckAt;
    private @Nullable Instant paidAt;
    private Instant createdAt;

    @Version private @Nullable Integer version;

    /** What a piece of news has changed. */
    enum Change {
        NOTHING,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    static Payment started(
            OrderId order,
            Money amount,
            String method,
            OnceId attempt,
            Instant now,
            Instant nextCheck) {
        var payment = new Payment();
        payment.id = TimeOrderedIds.next();
        payment.orderId = order.id();
        payment.status = PaymentStatus.PROCESSING;
        payment.amount = amount.amount();
        payment.currency = amount.currency();
        payment.refundedAmount = BigDecimal.ZERO;
        payment.paymentMethod = method;
        payment.attemptId = attempt.id();
        payment.attempts = 1;
        payment.failedCharges = new String[0];
        payment.nextCheckAt = nextCheck;
        payment.createdAt = now;
        return payment;
    }

    /** Begins another attempt after one that came to nothing. */
    void tryAgain(String method, OnceId attempt, Instant nextCheck) {
        require(PaymentStatus.FAILED);
        status = PaymentStatus.PROCESSING;
        paymentMethod = method;
        attemptId = attempt.id();
        attempts++;
        failureCode = null;
        nextCheckAt = nextCheck;
    }

    boolean isAttempt(OnceId once) {
        return attemptId.equals(once.id());
    }

    /** Whether this attempt is going on, and was not given up or overtaken. */
    boolean isUnderWay(OnceId once) {
        return status == PaymentStatus.PROCESSING && isAttempt(once);
    }

    /** Remembers the intent made for it; there is only ever one. */
    void prepared(String intent) {
        if (stripePaymentIntentId != null && !stripePaymentIntentId.equals(intent)) {
            throw new NewsContradicts("payment " + id + " has the intent " + stripePaymentIntentId);
        }
        stripePaymentIntentId = intent;
    }

    /**
     * Takes in news that may be old, late or repeated.
     *
     * <p>That a charge was declined is only believed of a charge not heard of before: otherwise it
     * is about an earlier attempt, not about the one under way.
     */
    Change learn(Intent news, Instant at) {
        prepared(news.id());
        return switch (news.state()) {
            case SUCCEEDED -> succeeded(news.amount(), at);
            case CANCELLED -> cancelled();
            case PROCESSING -> Change.NOTHING;
            case OPEN -> {
                var charge = news.failedCharge();
                if (!news.declined() || charge == null || knowsFailed(charge)) {
                    yield Change.NOTHING;
                }
                yield declined(news);
            }
        };
    }

    /**
     * Takes in what the provider answered about this very attempt, when nothing of it is under way
     * any more: an intent that is open then means that the attempt came to nothing.
     */
    Change conclude(OnceId attempt, Intent answer, Instant at) {
        if (answer.state() != Intent.State.OPEN || !isAttempt(attempt)) {
            return learn(answer, at);
        }
        prepared(answer.id());
        var charge = answer.failedCharge();
        if (answer.declined() && (charge == null || !knowsFailed(charge))) {
            return declined(answer);
        }
        return abandon(attempt, "interrupted");
    }

    /**
     * Gives up an attempt that has not reached the provider. The same request may begin it again.
     */
    Change abandon(OnceId attempt, String why) {
        if (!isUnderWay(attempt)) {
            return Change.NOTHING;
        }
        attemptId = TimeOrderedIds.next();
        return failed(why);
    }

    /** The provider would not even try. */
    Change refused(OnceId attempt, String why) {
        return isUnderWay(attempt) ? failed(why) : Change.NOTHING;
    }

    /** Something was refunded, so it was taken before, whether we have heard of that or not. */
    Change impliedlySucceeded(Instant at) {
        return succeeded(amount(), at);
    }

    /** Begins to give it up. */
    void cancelling(Instant nextCheck) {
        require(PaymentStatus.FAILED);
        status = PaymentStatus.CANCELLING;
        nextCheckAt = nextCheck;
    }

    /** Nothing can be taken for it any more. */
    Change cancelled() {
        if (status == PaymentStatus.SUCCEEDED || status == PaymentStatus.CANCELLED) {
            return Change.NOTHING;
        }
        status = PaymentStatus.CANCELLED;
        nextCheckAt = null;
        return Change.CANCELLED;
    }

    /** What is left to give back. */
    Money refundable() {
        return status == PaymentStatus.SUCCEEDED
                ? amount().minus(refunded())
                : Money.zero(currency);
    }

    /** Sets aside what a refund gives back. */
    void refunding(Money part) {
        if (part.exceeds(refundable())) {
            throw new NewsContradicts("payment " + id + " has only " + refundable() + " left");
        }
        refundedAmount = refunded().plus(part).amount();
    }

    /** A refund failed: what it gave back is here again. */
    void unrefunded(Money part) {
        refundedAmount = refunded().minus(part).amount();
    }

    private Change succeeded(Money taken, Instant at) {
        if (!taken.equals(amount())) {
            throw new NewsContradicts("payment " + id + " is " + amount() + ", not " + taken);
        }
        if (status == PaymentStatus.SUCCEEDED) {
            return Change.NOTHING;
        }
        require(PaymentStatus.PROCESSING, PaymentStatus.FAILED, PaymentStatus.CANCELLING);
        status = PaymentStatus.SUCCEEDED;
        failureCode = null;
        nextCheckAt = null;
        paidAt = at;
        return Change.SUCCEEDED;
    }

    private Change declined(Intent news) {
        if (news.failedCharge() != null) {
            failedCharges =
                    Stream.concat(Stream.of(failedCharges), Stream.of(news.failedCharge()))
                            .toArray(String[]::new);
        }
        if (status != PaymentStatus.PROCESSING) {
            return Change.NOTHING;
        }
        return failed(news.failureCode() == null ? "declined" : news.failureCode());
    }

    private Change failed(String why) {
        status = PaymentStatus.FAILED;
        failureCode = why;
        nextCheckAt = null;
        return Change.FAILED;
    }

    private boolean knowsFailed(String charge) {
        return Stream.of(failedCharges).anyMatch(charge::equals);
    }

    private void require(PaymentStatus... allowed) {
        if (Stream.of(allowed).noneMatch(it -> it == status)) {
            throw new NewsContradicts("payment " + id + " is " + status.text());
        }
    }

    UUID id() {
        return id;
    }

    OrderId order() {
        return new OrderId(orderId);
    }

    @Nullable String intent() {
        return stripePaymentIntentId;
    }

    PaymentStatus status() {
        return status;
    }

    Money amount() {
        return new Money(amount, currency);
    }

    Money refunded() {
        return new Money(refundedAmount, currency);
    }

    String method() {
        return paymentMethod;
    }

    OnceId attempt() {
        return new OnceId(attemptId);
    }

    int attempts() {
        return attempts;
    }

    @Nullable String failureCode() {
        return failureCode;
    }

    @Nullable Instant paidAt() {
        return paidAt;
    }

    Instant createdAt() {
        return createdAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Payment() {} // JPA
}
