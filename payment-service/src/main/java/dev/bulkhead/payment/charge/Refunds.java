package dev.bulkhead.payment.charge;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Every refund. Lock its order before reading one to change it. */
interface Refunds extends Repository<Refund, UUID> {

    Refund saveAndFlush(Refund refund);

    Optional<Refund> findById(UUID id);

    /** Which payment this refund is of; does not read the refund itself. */
    @Query("select r.paymentId from Refund r where r.id = :id")
    Optional<UUID> paymentOf(UUID id);

    @Query("select r from Refund r where r.stripeRefundId = :id")
    Optional<Refund> findByProviderId(String id);

    @Query("select r from Refund r where r.paymentId = :payment order by r.id desc")
    List<Refund> newestOf(UUID payment, Limit limit);

    @Query(
            "select r from Refund r where r.paymentId = :payment and r.id < :before order by r.id"
                    + " desc")
    List<Refund> newestOfBefore(UUID payment, UUID before, Limit limit);

    /** What was really given back. */
    @Query(
            "select coalesce(sum(r.amount), 0) from Refund r where r.paymentId = :payment and"
                    + " r.status = dev.bulkhead.payment.charge.RefundStatus.SUCCEEDED")
    BigDecimal succeededOf(UUID payment);
}
