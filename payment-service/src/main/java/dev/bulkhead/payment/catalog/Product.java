package dev.bulkhead.payment.catalog;

import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Something that can be bought. */
@Entity
@Table(name = "products")
class Product {

    @Id private UUID id;

    private String sku;
    private String name;

    @Column(precision = 19, scale = 4)
    private BigDecimal unitPrice;

    @JdbcTypeCode(SqlTypes.CHAR)
    @Column(length = 3)
    private Currency currency;

    private boolean active;
    private Instant createdAt;

    @Version private @Nullable Integer version;

    static Product offered(String sku, String name, Money unitPrice, Instant now) {
        var product = new Product();
        product.id = TimeOrderedIds.next();
        product.sku = sku;
        product.name = name;
        product.unitPrice = unitPrice.amount();
        product.currency = unitPrice.currency();
        product.active = true;
        product.createdAt = now;
        return product;
    }

    void change(String name, Money unitPrice, boolean active) {
        this.name = name;
        this.unitPrice = unitPrice.amount();
        this.currency = unitPrice.currency();
        this.active = active;
    }

    void deactivate() {
        active = false;
    }

    UUID id() {
        return id;
    }

    String sku() {
        return sku;
    }

    String name() {
        return name;
    }

    Money unitPrice() {
        return new Money(unitPrice, currency);
    }

    boolean active() {
        return active;
    }

    Instant createdAt() {
        return createdAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Product() {} // JPA
}
