package dev.bulkhead.payment.order;

import dev.bulkhead.payment.catalog.Catalog.Offer;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.db.TimeOrderedIds;
import java.util.UUID;

/** A line of a new order, with the name and the price of the moment it is placed. */
record OrderItem(UUID id, UUID product, String productName, int quantity, Money unitPrice) {

    static OrderItem of(Offer offer, int quantity) {
        return new OrderItem(
                TimeOrderedIds.next(), offer.id(), offer.name(), quantity, offer.unitPrice());
    }

    Money total() {
        return unitPrice.times(quantity);
    }

    OrderResponse.Item shown() {
        return new OrderResponse.Item(
                product, productName, quantity, unitPrice.text(), total().text());
    }
}
