package dev.bulkhead.payment.order;

import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.web.Caller;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What other features may ask of an order, and do to it. Whoever changes anything about an order,
 * its payment or its refunds locks the order first, so that all of it changes in one line.
 */
@Service
public class OrderBook {

    private final Orders orders;
    private final OrderItems items;
    private final InstantSource clock;

    OrderBook(Orders orders, OrderItems items, InstantSource clock) {
        this.orders = orders;
        this.items = items;
        this.clock = clock;
    }

    /** Locks the order until the caller's transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public LockedOrder lock(OrderId id) {
        var order = orders.lock(id.id()).orElseThrow(OrderNotFound::new);
        return new LockedOrder(order.id(), order.user(), order.status(), order.total());
    }

    /** Moves a locked order along the state diagram. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void move(OrderId id, OrderStatus next) {
        orders.findById(id.id()).orElseThrow(OrderNotFound::new).become(next, clock.instant());
    }

    /**
     * Makes sure that the caller may know of the order: its owner and administrators may.
     *
     * @throws OrderNotFound if not
     */
    @Transactional(readOnly = true)
    public void requireVisible(OrderId id, Caller caller) {
        orders.findById(id.id())
                .filter(it -> it.user().equals(caller.id()) || caller.admin())
                .orElseThrow(OrderNotFound::new);
    }

    /** The order as its owner sees it. */
    @Transactional(readOnly = true)
    public OrderResponse show(OrderId id) {
        var order = orders.findById(id.id()).orElseThrow(OrderNotFound::new);
        return OrderResponse.of(order, items.of(List.of(id.id())));
    }

    /** An order that nobody else changes meanwhile. */
    public record LockedOrder(OrderId id, UUID user, OrderStatus status, Money total) {}
}
