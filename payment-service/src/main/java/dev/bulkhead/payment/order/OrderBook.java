package dev.bulkhead.payment.order;

import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.db.RowSecurity;
import dev.bulkhead.shared.web.Caller;
import java.time.InstantSource;
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
    private final StoredOrders stored;
    private final RowSecurity rowSecurity;
    private final InstantSource clock;

    OrderBook(Orders orders, StoredOrders stored, RowSecurity rowSecurity, InstantSource clock) {
        this.orders = orders;
        this.stored = stored;
        this.rowSecurity = rowSecurity;
        this.clock = clock;
    }

    /**
     * Acts as this user for the rest of the transaction: the database shows it their orders only.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void actAs(Caller caller) {
        rowSecurity.actAs(caller.id());
    }

    /** The same, but an administrator sees everybody's orders. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void actAsOwnerOrAdmin(Caller caller) {
        if (caller.admin()) {
            rowSecurity.actAsJob("administer-orders");
        } else {
            rowSecurity.actAs(caller.id());
        }
    }

    /** Acts on the word of the payment provider, whosever order it is about. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void actAsSettlement() {
        rowSecurity.actAsJob("settle-payments");
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
     * Makes sure that the caller may know of the order: its owner and administrators may. Acts as
     * the caller from then on.
     *
     * @throws OrderNotFound if not
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireVisible(OrderId id, Caller caller) {
        find(id, caller);
    }

    /**
     * The order as its owner and administrators see it.
     *
     * @throws OrderNotFound if the caller is neither
     */
    public OrderResponse show(OrderId id, Caller caller) {
        return stored.find(id, caller).orElseThrow(OrderNotFound::new);
    }

    private Order find(OrderId id, Caller caller) {
        actAsOwnerOrAdmin(caller);
        return orders.findById(id.id())
                .filter(it -> it.user().equals(caller.id()) || caller.admin())
                .orElseThrow(OrderNotFound::new);
    }

    /** An order that nobody else changes meanwhile. */
    public record LockedOrder(OrderId id, UUID user, OrderStatus status, Money total) {}
}
