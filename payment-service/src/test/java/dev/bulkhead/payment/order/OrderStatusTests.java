package dev.bulkhead.payment.order;

import static dev.bulkhead.payment.order.OrderStatus.CANCELLED;
import static dev.bulkhead.payment.order.OrderStatus.CANCELLING;
import static dev.bulkhead.payment.order.OrderStatus.PAID;
import static dev.bulkhead.payment.order.OrderStatus.PAYING;
import static dev.bulkhead.payment.order.OrderStatus.PENDING;
import static dev.bulkhead.payment.order.OrderStatus.REFUNDED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderStatusTests {

    @Test
    void neverLeavesCancelled() {
        for (var status : OrderStatus.values()) {
            assertThat(CANCELLED.canBecome(status)).isFalse();
        }
    }

    @Test
    void neverCancelsWhatIsPaid() {
        assertThat(PAID.canBecome(CANCELLED)).isFalse();
        assertThat(PAID.canBecome(PENDING)).isFalse();
        assertThat(REFUNDED.canBecome(PENDING)).isFalse();
    }

    @Test
    void believesTheProviderThatMoneyWasTaken() {
        assertThat(PENDING.canBecome(PAID)).isTrue();
        assertThat(PAYING.canBecome(PAID)).isTrue();
        assertThat(CANCELLING.canBecome(PAID)).isTrue();
    }
}
