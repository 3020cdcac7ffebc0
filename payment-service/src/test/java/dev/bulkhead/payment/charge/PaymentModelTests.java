package dev.bulkhead.payment.charge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.payment.charge.Payment.Change;
import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.payment.provider.Intent;
import dev.bulkhead.payment.provider.ProviderRefund;
import dev.bulkhead.payment.provider.RefundReason;
import dev.bulkhead.shared.db.TimeOrderedIds;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** News may come in any order; the model goes forward only. */
class PaymentModelTests {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    private final OnceId first = new OnceId(TimeOrderedIds.next());
    private final OnceId second = new OnceId(TimeOrderedIds.next());
    private final Payment payment =
            Payment.started(
                    new OrderId(TimeOrderedIds.next()),
                    euros(50),
                    "pm_card_visa",
                    first,
                    NOON,
                    LATER);

    @Test
    void staysPaidWhateverComesLater() {
        assertThat(payment.learn(succeeded(), NOON)).isEqualTo(Change.SUCCEEDED);

        assertThat(payment.learn(declined("ch_1"), NOON)).isEqualTo(Change.NOTHING);
        assertThat(payment.learn(open(), NOON)).isEqualTo(Change.NOTHING);
        assertThat(payment.learn(cancelled(), NOON)).isEqualTo(Change.NOTHING);
        assertThat(payment.learn(succeeded(), LATER)).isEqualTo(Change.NOTHING);
        assertThat(payment.status()).isEqualTo(PaymentStatus.SUCCEEDED);
        assertThat(payment.paidAt()).isEqualTo(NOON);
    }

    @Test
    void doesNotTakeLateNewsOfADeclinedChargeForNewsOfTheNextAttempt() {
        payment.conclude(first, declined("ch_1"), NOON);
        payment.tryAgain("pm_card_mastercard", second, LATER);

        assertThat(payment.learn(declined("ch_1"), NOON)).isEqualTo(Change.NOTHING);
        assertThat(payment.status()).isEqualTo(PaymentStatus.PROCESSING);
        assertThat(payment.learn(declined("ch_2"), NOON)).isEqualTo(Change.FAILED);
    }

    @Test
    void believesAChargeThatSucceededAfterItWasGivenUp() {
        payment.prepared("pi_1");
        assertThat(payment.abandon(first, "interrupted")).isEqualTo(Change.FAILED);

        assertThat(payment.learn(succeeded(), NOON)).isEqualTo(Change.SUCCEEDED);
        assertThat(payment.failureCode()).isNull();
    }

    @Test
    void givesUpOnlyTheAttemptThatIsMeant() {
        payment.conclude(first, declined("ch_1"), NOON);
        payment.tryAgain("pm_card_mastercard", second, LATER);

        assertThat(payment.abandon(first, "late")).isEqualTo(Change.NOTHING);
        assertThat(payment.refused(first, "late")).isEqualTo(Change.NOTHING);
        assertThat(payment.conclude(first, open(), NOON)).isEqualTo(Change.NOTHING);
        assertThat(payment.status()).isEqualTo(PaymentStatus.PROCESSING);
    }

    @Test
    void letsAnInterruptedRequestBeginAgain() {
        payment.prepared("pi_1");
        assertThat(payment.conclude(first, open(), NOON)).isEqualTo(Change.FAILED);

        assertThat(payment.isAttempt(first)).isFalse();
    }

    @Test
    void refusesNewsOfAnotherAmount() {
        var news = new Intent("pi_1", null, Intent.State.SUCCEEDED, euros(49), null, null);

        assertThatExceptionOfType(NewsContradicts.class)
                .isThrownBy(() -> payment.learn(news, NOON));
        assertThat(payment.status()).isEqualTo(PaymentStatus.PROCESSING);
    }

    @Test
    void refusesASecondIntent() {
        payment.prepared("pi_1");

        assertThatExceptionOfType(NewsContradicts.class).isThrownBy(() -> payment.prepared("pi_2"));
    }

    @Test
    void refusesMoneyForWhatWasCancelled() {
        payment.learn(cancelled(), NOON);

        assertThatExceptionOfType(NewsContradicts.class)
                .isThrownBy(() -> payment.learn(succeeded(), NOON));
    }

    @Test
    void setsAsideWhatIsBeingRefunded() {
        payment.learn(succeeded(), NOON);
        var refund = refund(euros(30));

        assertThat(payment.refundable()).isEqualTo(euros(20));
        assertThatExceptionOfType(NewsContradicts.class).isThrownBy(() -> refund(euros(21)));

        refund.fail("bank says no", payment);
        assertThat(payment.refundable()).isEqualTo(euros(50));
    }

    @Test
    void refundsNothingBeforeItWasPaid() {
        assertThat(payment.refundable()).isEqualTo(Money.zero(euros(1).currency()));
        assertThatExceptionOfType(NewsContradicts.class).isThrownBy(() -> refund(euros(1)));
    }

    @Test
    void neverRevivesAFailedRefund() {
        payment.learn(succeeded(), NOON);
        var refund = refund(euros(30));

        refund.learn(news(refund, ProviderRefund.State.SUCCEEDED), payment);
        refund.learn(news(refund, ProviderRefund.State.PENDING), payment);
        assertThat(refund.status()).isEqualTo(RefundStatus.SUCCEEDED);
        refund.learn(news(refund, ProviderRefund.State.FAILED), payment);
        refund.learn(news(refund, ProviderRefund.State.FAILED), payment);
        refund.learn(news(refund, ProviderRefund.State.SUCCEEDED), payment);

        assertThat(refund.status()).isEqualTo(RefundStatus.FAILED);
        assertThat(payment.refunded()).isEqualTo(Money.zero(euros(1).currency()));
    }

    @Test
    void closesTheRefundWindowAfterItsLength() {
        var policy = new RefundPolicy(Duration.ofDays(14));

        assertThat(policy.windowClosed(NOON, NOON.plus(Duration.ofDays(14)))).isFalse();
        assertThat(policy.windowClosed(NOON, NOON.plus(Duration.ofDays(14)).plusMillis(1)))
                .isTrue();
    }

    private Refund refund(Money amount) {
        return Refund.requested(
                new OnceId(TimeOrderedIds.next()),
                payment,
                amount,
                RefundReason.OTHER,
                UUID.randomUUID(),
                NOON,
                LATER);
    }

    private static ProviderRefund news(Refund refund, ProviderRefund.State state) {
        return new ProviderRefund(
                "re_1", "pi_1", refund.id(), state, euros(30), RefundReason.OTHER, null);
    }

    private static Intent succeeded() {
        return intent(Intent.State.SUCCEEDED, null);
    }

    private static Intent cancelled() {
        return intent(Intent.State.CANCELLED, null);
    }

    private static Intent open() {
        return intent(Intent.State.OPEN, null);
    }

    private static Intent declined(String charge) {
        return intent(Intent.State.OPEN, charge);
    }

    private static Intent intent(Intent.State state, @Nullable String failedCharge) {
        return new Intent(
                "pi_1",
                null,
                state,
                euros(50),
                failedCharge,
                failedCharge == null ? null : "card_declined");
    }

    private static Money euros(int amount) {
        return new Money(BigDecimal.valueOf(amount), Currency.getInstance("EUR"));
    }
}
