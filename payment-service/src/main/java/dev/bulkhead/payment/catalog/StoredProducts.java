package dev.bulkhead.payment.catalog;

import dev.bulkhead.payment.catalog.Catalog.Offer;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.db.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is for sale, as it is read most: each read is one statement, and needs no transaction, which
 * would cost another exchange with the server to end.
 */
@Component
@Transactional(readOnly = true, propagation = Propagation.SUPPORTS)
class StoredProducts {

    private static final String SELECT =
            "select id, sku, name, unit_price, currency, created_at from ${prefix}products where"
                    + " active";

    private final JdbcClient jdbc;
    private final Tables tables;

    StoredProducts(JdbcClient jdbc, Tables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** A product that is for sale. */
    record ForSale(UUID id, String sku, String name, Money unitPrice, OffsetDateTime createdAt) {

        Offer offer() {
            return new Offer(id, sku, name, unitPrice);
        }
    }

    Optional<ForSale> find(UUID id) {
        return sql(" and id = :id").param("id", id).query(StoredProducts::product).optional();
    }

    Optional<ForSale> find(String sku) {
        return sql(" and sku = :sku").param("sku", sku).query(StoredProducts::product).optional();
    }

    /** In the order of their ids. */
    List<ForSale> page(@Nullable UUID after, int limit) {
        var from = after == null ? "" : " and id > :after";
        return sql(from + " order by id limit :limit")
                .param("after", after)
                .param("limit", limit)
                .query(StoredProducts::product)
                .list();
    }

    /** Those of these, in no particular order. */
    List<ForSale> among(Collection<UUID> ids, Collection<String> skus) {
        return sql(" and (id = any (cast(:ids as uuid[])) or sku = any (:skus))")
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .param("skus", skus.toArray(String[]::new))
                .query(StoredProducts::product)
                .list();
    }

    private JdbcClient.StatementSpec sql(String conditions) {
        return jdbc.sql(tables.sql(SELECT + conditions));
    }

    private static ForSale product(ResultSet row, int number) throws SQLException {
        return new ForSale(
                row.getObject("id", UUID.class),
                row.getString("sku"),
                row.getString("name"),
                new Money(
                        row.getBigDecimal("unit_price"),
                        Currency.getInstance(row.getString("currency"))),
                row.getObject("created_at", OffsetDateTime.class));
    }
}
