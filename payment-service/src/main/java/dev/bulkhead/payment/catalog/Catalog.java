package dev.bulkhead.payment.catalog;

import dev.bulkhead.payment.catalog.StoredProducts.ForSale;
import dev.bulkhead.payment.money.Money;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Tells other features what is for sale, at the price of this moment. */
@Service
public class Catalog {

    private final StoredProducts products;

    Catalog(StoredProducts products) {
        this.products = products;
    }

    /** Of the products named, those that are for sale, in no particular order. */
    public List<Offer> offersOf(Collection<UUID> ids, Collection<String> skus) {
        return products.among(ids, skus).stream().map(ForSale::offer).toList();
    }

    /** A product that is for sale. */
    public record Offer(UUID id, String sku, String name, Money unitPrice) {}
}
