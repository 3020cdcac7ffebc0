package dev.bulkhead.payment.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Everything that can be, or could once be, bought. Each read is a single statement and so needs no
 * transaction, which would cost another exchange with the server to end.
 */
@Transactional(readOnly = true, propagation = Propagation.SUPPORTS)
interface Products extends Repository<Product, UUID> {

    @Transactional
    Product saveAndFlush(Product product);

    Optional<Product> findById(UUID id);

    Optional<Product> findBySku(String sku);

    @Query("select p from Product p where p.active order by p.id")
    List<Product> firstActive(Limit limit);

    @Query("select p from Product p where p.active and p.id > :after order by p.id")
    List<Product> activeAfter(UUID after, Limit limit);

    @Query("select p from Product p where p.active and (p.id in :ids or p.sku in :skus)")
    List<Product> activeAmong(Collection<UUID> ids, Collection<String> skus);
}
