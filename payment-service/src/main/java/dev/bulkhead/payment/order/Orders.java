package dev.bulkhead.payment.order;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Every order ever placed. */
interface Orders extends Repository<Order, UUID> {

    Order save(Order order);

    Optional<Order> findById(UUID id);

    /** Reads the order and keeps others from changing it until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o from Order o where o.id = :id")
    Optional<Order> lock(UUID id);

    @Query("select o from Order o where o.userId = :user order by o.id desc")
    List<Order> newestOf(UUID user, Limit limit);

    @Query("select o from Order o where o.userId = :user and o.id < :before order by o.id desc")
    List<Order> newestOfBefore(UUID user, UUID before, Limit limit);

    @Query(
            "select o from Order o where o.userId = :user and o.status = :status order by o.id"
                    + " desc")
    List<Order> newestOfIn(UUID user, OrderStatus status, Limit limit);

    @Query(
            "select o from Order o where o.userId = :user and o.status = :status and o.id < :before"
                    + " order by o.id desc")
    List<Order> newestOfInBefore(UUID user, OrderStatus status, UUID before, Limit limit);
}
