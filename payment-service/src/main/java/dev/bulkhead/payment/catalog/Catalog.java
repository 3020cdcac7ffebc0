package dev.bulkhead.payment.catalog;

import dev.bulkhead.payment.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Tells other features what is for sale, at the price of this moment. */
@Service
public class Catalog {

    private final Products products;

    Catalog(Products products) {
        this.products = products;
    }

    /** Of the products named, those that are for sale, in no particular order. */
    public List<Offer> offersOf(Collection<UUID> ids, Collection<String> skus) {
        var offers = new ArrayList<Offer>();
        for (var product : products.activeAmong(ids, skus)) {
            offers.add(new Offer(product.id(), product.sku(), product.name(), product.unitPrice()));
        }
        return offers;
    }

    /** A product that is for sale. */
    public record Offer(UUID id, String sku, String name, Money unitPrice) {}
}
