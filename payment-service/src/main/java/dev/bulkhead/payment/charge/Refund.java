package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.provider.ProviderRefund;
import dev.bulkhead.payment.provider.RefundReason;
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
import org.jspecify.annotations.Nullable;

/** Money given back. While it is not failed, its amount is set aside on the payment. */
@Entity
@Table(name = "refunds")
class Refund {

    @Id private UUID id;

    private UUID paymentId;
    private @Nullable String stripeRefundId;

    @Column(precision = 19, scale = 4)
    private BigDecimal amount;

    private RefundReason reason;
    private RefundStatus status;
    private @Nullable UUID requestedBy;
    private @Nullable String failureCode;
    private @Nullable Instant nextCheckAt;
    private Instant createdAt;

    @Version private @Nullable Integer version;

    static Refund requested(
            OnceId once,
            Payment payment,
            Money amount,
            RefundReason reason,
            UUID by,
            Instant now,
            Instant nextCheck) {
        return pending(once.id(), payment, amount, reason, by, now, nextCheck);
    }

    /** Made at the provider, not here. */
    static Refund discovered(Payment payment, ProviderRefund news, Instant now, Instant nextCheck) {
        return pending(
                TimeOrderedIds.next(), payment, news.amount(), news.reason(), null, now, nextCheck);
    }

    private static Refund pending(
            UUID id,
            Payment payment,
            Money amount,
            RefundReason reason,
            @Nullable UUID by,
            Instant now,
            Instant nextCheck) {
        payment.refunding(amount);
        var refund = new Refund();
        refund.id = id;
        refund.paymentId = payment.id();
        refund.amount = amount.amount();
        refund.reason = reason;
        refund.status = RefundStatus.PENDING;
        refund.requestedBy = by;
        refund.nextCheckAt = nextCheck;
        refund.createdAt = now;
        return refund;
    }

    /** Takes in news that may be old, late or repeated. */
    void learn(ProviderRefund news, Payment payment) {
        var currency = payment.amount().currency();
        if (!news.amount().equals(amount(currency))
                || stripeRefundId != null && !stripeRefundId.equals(news.id())) {
            throw new NewsContradicts("refund " + id + " is another one than " + news.id());
        }
        stripeRefundId = news.id();
        switch (news.state()) {
            case PENDING -> {}
            case SUCCEEDED -> {
                if (status == RefundStatus.PENDING) {
                    status = RefundStatus.SUCCEEDED;
                    nextCheckAt = null;
                }
            }
            case FAILED ->
                    fail(news.failureCode() == null ? "failed" : news.failureCode(), payment);
        }
    }

    /** The provider refused it, or it came back. */
    void fail(String why, Payment payment) {
        if (status != RefundStatus.FAILED) {
            status = RefundStatus.FAILED;
            failureCode = why;
            nextCheckAt = null;
            payment.unrefunded(amount(payment.amount().currency()));
        }
    }

    UUID id() {
        return id;
    }

    UUID payment() {
        return paymentId;
    }

    @Nullable String providerId() {
        return stripeRefundId;
    }

    Money amount(Currency currency) {
        return new Money(amount, currency);
    }

    RefundReason reason() {
        return reason;
    }

    RefundStatus status() {
        return status;
    }

    @Nullable String failureCode() {
        return failureCode;
    }

    Instant createdAt() {
        return createdAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Refund() {} // JPA
}
