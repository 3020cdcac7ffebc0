package dev.bulkhead.payment.order;

import dev.bulkhead.payment.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants to buy. It is placed and shown by {@link StoredOrders}; this is how it goes on.
 */
@Entity
@Table(name = "orders")
class Order {

    @Id private UUID id;

    private UUID userId;
    private OrderStatus status;

    @Column(precision = 19, scale = 4)
    private BigDecimal totalAmount;

    @JdbcTypeCode(SqlTypes.CHAR)
    @Column(length = 3)
    private Currency currency;

    private Instant createdAt;
    private Instant updatedAt;

    @Version private @Nullable Integer version;

    void become(OrderStatus next, Instant now) {
        if (!status.canBecome(next)) {
            throw new IllegalStateException(
                    "Order " + id + " cannot go from " + status + " to " + next);
        }
        status = next;
        updatedAt = now;
    }

    OrderId id() {
        return new OrderId(id);
    }

    UUID user() {
        return userId;
    }

    OrderStatus status() {
        return status;
    }

    Money total() {
        return new Money(totalAmount, currency);
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Order() {} // JPA
}
