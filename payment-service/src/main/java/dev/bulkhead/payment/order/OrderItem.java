package dev.bulkhead.payment.order;

import dev.bulkhead.payment.catalog.Catalog.Offer;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** A line of an order, with the name and the price of the moment it was placed. */
@Entity
@Table(name = "order_items")
class OrderItem implements Persistable<UUID> {

    @Id private UUID id;

    private UUID orderId;
    private UUID productId;
    private String productName;
    private int quantity;

    @Column(precision = 19, scale = 4)
    private BigDecimal unitPrice;

    @Column(precision = 19, scale = 4)
    private BigDecimal totalPrice;

    @Transient private boolean stored;

    static OrderItem of(OrderId order, Offer offer, int quantity) {
        var item = new OrderItem();
        item.id = TimeOrderedIds.next();
        item.orderId = order.id();
        item.productId = offer.id();
        item.productName = offer.name();
        item.quantity = quantity;
        item.unitPrice = offer.unitPrice().amount();
        item.totalPrice = offer.unitPrice().times(quantity).amount();
        return item;
    }

    /** The line's total; its currency is the order's. */
    Money total(Currency currency) {
        return new Money(totalPrice, currency);
    }

    Money unitPrice(Currency currency) {
        return new Money(unitPrice, currency);
    }

    UUID order() {
        return orderId;
    }

    UUID product() {
        return productId;
    }

    String productName() {
        return productName;
    }

    int quantity() {
        return quantity;
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void stored() {
        stored = true;
    }

    @SuppressWarnings("NullAway.Init")
    protected OrderItem() {} // JPA
}
