package dev.bulkhead.payment.order;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The lines of all orders. */
interface OrderItems extends Repository<OrderItem, UUID> {

    List<OrderItem> saveAll(Iterable<OrderItem> items);

    /** The lines of many orders in one statement, each order's as they were placed. */
    @Query("select i from OrderItem i where i.orderId in :orders order by i.id")
    List<OrderItem> of(Collection<UUID> orders);
}
