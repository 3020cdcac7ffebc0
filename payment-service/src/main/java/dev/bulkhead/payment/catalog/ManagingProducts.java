package dev.bulkhead.payment.catalog;

import dev.bulkhead.payment.catalog.CatalogProblems.PriceNotChargeable;
import dev.bulkhead.payment.catalog.CatalogProblems.ProductNotFound;
import dev.bulkhead.payment.catalog.CatalogProblems.SkuTaken;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.shared.db.ViolatedConstraint;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What administrators do to the catalog. */
@Service
class ManagingProducts {

    private final Products products;
    private final PaymentProvider provider;
    private final InstantSource clock;

    ManagingProducts(Products products, PaymentProvider provider, InstantSource clock) {
        this.products = products;
        this.provider = provider;
        this.clock = clock;
    }

    @Transactional
    Product offer(String sku, String name, Money unitPrice) {
        requireChargeable(unitPrice);
        try {
            return products.saveAndFlush(Product.offered(sku, name, unitPrice, clock.instant()));
        } catch (DataIntegrityViolationException e) {
            if (ViolatedConstraint.in(e)
                    .filter(it -> it.name().equals("products_sku_key"))
                    .isPresent()) {
                throw new SkuTaken(sku);
            }
            throw e;
        }
    }

    @Transactional
    Product change(UUID id, String name, Money unitPrice, boolean active) {
        requireChargeable(unitPrice);
        var product = products.findById(id).orElseThrow(ProductNotFound::new);
        product.change(name, unitPrice, active);
        return products.saveAndFlush(product);
    }

    @Transactional
    void deactivate(UUID id) {
        var product = products.findById(id).orElseThrow(ProductNotFound::new);
        product.deactivate();
        products.saveAndFlush(product);
    }

    private void requireChargeable(Money price) {
        if (!provider.canCharge(price)) {
            throw new PriceNotChargeable(price);
        }
    }
}
