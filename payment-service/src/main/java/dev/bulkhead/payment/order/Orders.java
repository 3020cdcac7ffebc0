package dev.bulkhead.payment.order;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Every order ever placed. */
interface Orders extends Repository<Order, UUID> {

    Optional<Order> findById(UUID id);

    /** Reads the order and keeps others from changing it until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select o from Order o where o.id = :id")
    Optional<Order> lock(UUID id);
}
