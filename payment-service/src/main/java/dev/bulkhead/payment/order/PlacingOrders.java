package dev.bulkhead.payment.order;

import dev.bulkhead.payment.catalog.Catalog;
import dev.bulkhead.payment.catalog.Catalog.Offer;
import dev.bulkhead.payment.idempotency.OnceId;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.payment.order.OrderProblems.MixedCurrencies;
import dev.bulkhead.payment.order.OrderProblems.RepeatedProduct;
import dev.bulkhead.payment.order.OrderProblems.TotalOutOfRange;
import dev.bulkhead.payment.order.OrderProblems.UnknownProduct;
import dev.bulkhead.payment.provider.PaymentProvider;
import dev.bulkhead.shared.web.Caller;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Turns a shopping list into an order, at the prices of the catalog. */
@Service
class PlacingOrders {

    private final StoredOrders orders;
    private final Catalog catalog;
    private final PaymentProvider provider;
    private final InstantSource clock;

    PlacingOrders(
            StoredOrders orders, Catalog catalog, PaymentProvider provider, InstantSource clock) {
        this.orders = orders;
        this.catalog = catalog;
        this.provider = provider;
        this.clock = clock;
    }

    /** One product, named by its id or by its SKU, so many times. */
    record Line(@Nullable UUID productId, @Nullable String sku, int quantity) {

        String name() {
            return productId == null ? Objects.requireNonNull(sku) : productId.toString();
        }
    }

    /** Places the order, unless this very request has placed it already. */
    OrderResponse place(Caller caller, List<Line> lines, OnceId once) {
        var id = new OrderId(once.id());
        var placed = once.isNew() ? Optional.<OrderResponse>empty() : orders.find(id, caller);
        return placed.orElseGet(() -> place(caller, lines, id));
    }

    private OrderResponse place(Caller caller, List<Line> lines, OrderId id) {
        var offers = offersFor(lines);
        var chosen = new HashSet<UUID>();
        var items = new ArrayList<OrderItem>();
        Money total = null;
        for (var line : lines) {
            var offer = offers.get(line.name());
            if (offer == null) {
                throw new UnknownProduct(line.name());
            }
            if (!chosen.add(offer.id())) {
                throw new RepeatedProduct(offer.sku());
            }
            var price = offer.unitPrice().times(line.quantity());
            if (total != null && !total.currency().equals(price.currency())) {
                throw new MixedCurrencies(total.currency(), price.currency());
            }
            total = total == null ? price : total.plus(price);
            items.add(OrderItem.of(offer, line.quantity()));
        }
        if (total == null || !provider.canCharge(total)) {
            throw new TotalOutOfRange(total);
        }
        var order = new NewOrder(id, total, items, clock.instant());
        orders.add(caller, order);
        return order.shown();
    }

    /** The offers by every name a line may use for them. */
    private Map<String, Offer> offersFor(List<Line> lines) {
        var ids = new HashSet<UUID>();
        var skus = new HashSet<String>();
        for (var line : lines) {
            if (line.productId() == null) {
                skus.add(Objects.requireNonNull(line.sku()));
            } else {
                ids.add(line.productId());
            }
        }
        var offers = new HashMap<String, Offer>();
        for (var offer : catalog.offersOf(ids, skus)) {
            offers.put(offer.id().toString(), offer);
            offers.put(offer.sku(), offer);
        }
        return offers;
    }
}
