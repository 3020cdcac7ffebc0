package dev.bulkhead.payment.catalog;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** Everything that can be, or could once be, bought, for those who change it. */
interface Products extends Repository<Product, UUID> {

    Product saveAndFlush(Product product);

    Optional<Product> findById(UUID id);
}
