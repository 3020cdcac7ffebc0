package dev.bulkhead.payment.charge;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Every payment. Lock its order before reading one to change it. */
interface Payments extends Repository<Payment, UUID> {

    Payment saveAndFlush(Payment payment);

    Optional<Payment> findById(UUID id);

    @Query("select p from Payment p where p.orderId = :order")
    Optional<Payment> of(UUID order);

    /** Which order this payment is for; does not read the payment itself. */
    @Query("select p.orderId from Payment p where p.id = :id")
    Optional<UUID> orderOf(UUID id);

    @Query("select p.orderId from Payment p where p.stripePaymentIntentId = :intent")
    Optional<UUID> orderOfIntent(String intent);
}
