package dev.bulkhead.payment.order;

import dev.bulkhead.payment.money.Money;
import java.time.Instant;
import java.util.List;

/** An order about to be placed. */
record NewOrder(OrderId id, Money total, List<OrderItem> items, Instant placedAt) {

    static final OrderStatus STATUS = OrderStatus.PENDING;

    /** As it is shown from now on. */
    OrderResponse shown() {
        return new OrderResponse(
                id.id(),
                STATUS,
                total.text(),
                total.currency().getCurrencyCode(),
                items.stream().map(OrderItem::shown).toList(),
                placedAt,
                placedAt);
    }
}
