package dev.bulkhead.payment.order;

import dev.bulkhead.payment.customer.Customers;
import dev.bulkhead.payment.money.Money;
import dev.bulkhead.shared.db.RowSecurity;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.Write;
import dev.bulkhead.shared.web.Caller;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders with their lines: one query, however many are shown, and one exchange with the server for
 * all that a new one consists of.
 */
@Component
class StoredOrders {

    private static final String COLUMNS =
            """
            select o.id, o.status, o.total_amount, o.currency, o.created_at, o.updated_at,
                   i.product_id, i.product_name, i.quantity, i.unit_price, i.total_price
              from\s\
            """;

    /** The offset keeps the planner from reading the lines of all orders at once. */
    private static final String LINES =
            """
             o
             cross join lateral (select *
                                   from ${prefix}order_items
                                  where order_id = o.id
                                 offset 0) i
            """;

    private final RowSecurity rowSecurity;
    private final Customers customers;
    private final Tables tables;

    StoredOrders(RowSecurity rowSecurity, Customers customers, Tables tables) {
        this.rowSecurity = rowSecurity;
        this.customers = customers;
        this.tables = tables;
    }

    /** Adds an order of the caller's, and remembers the caller. */
    @Transactional
    void add(Caller caller, NewOrder order) {
        rowSecurity.writeAs(
                caller.id(), customers.remember(caller), row(caller, order), rows(order));
    }

    private Write row(Caller caller, NewOrder order) {
        var now = Timestamp.from(order.placedAt());
        return Write.of(
                tables.sql(
                        """
                        insert into ${prefix}orders
                            (id, user_id, status, total_amount, currency, created_at, updated_at, version)
                        values (?, ?, ?, ?, ?, ?, ?, 0)
                        """),
                order.id().id(),
                caller.id(),
                NewOrder.STATUS.text(),
                order.total().amount(),
                order.total().currency().getCurrencyCode(),
                now,
                now);
    }

    private Write rows(NewOrder order) {
        var values = new ArrayList<@Nullable Object>();
        for (var item : order.items()) {
            values.addAll(
                    List.of(
                            item.id(),
                            order.id().id(),
                            item.product(),
                            item.productName(),
                            item.quantity(),
                            item.unitPrice().amount(),
                            item.total().amount()));
        }
        return new Write(
                tables.sql(
                        """
                        insert into ${prefix}order_items
                            (id, order_id, product_id, product_name, quantity, unit_price, total_price)
                        values\s\
                        """
                                + String.join(
                                        ", ",
                                        Collections.nCopies(
                                                order.items().size(), "(?, ?, ?, ?, ?, ?, ?)"))),
                values);
    }

    /** The order, if the caller may see it: its owner and administrators may. */
    Optional<OrderResponse> find(OrderId id, Caller caller) {
        var sql = COLUMNS + "${prefix}orders" + LINES + " where o.id = ?";
        var lines =
                caller.admin()
                        ? rowSecurity.readAsJob(
                                "administer-orders",
                                tables.sql(sql + " order by i.id"),
                                (row, _) -> Line.of(row),
                                id.id())
                        : rowSecurity.readAs(
                                caller.id(),
                                tables.sql(sql + " and o.user_id = ? order by i.id"),
                                (row, _) -> Line.of(row),
                                id.id(),
                                caller.id());
        return ordersOf(lines).stream().findFirst();
    }

    /**
     * A user's orders, newest first.
     *
     * @param before only those older than this one
     */
    List<OrderResponse> newest(
            UUID user, @Nullable OrderStatus status, @Nullable UUID before, int limit) {
        var conditions = new StringBuilder(" where user_id = ?");
        var values = new ArrayList<Object>(List.of(user));
        if (status != null) {
            conditions.append(" and status = ?");
            values.add(status.text());
        }
        if (before != null) {
            conditions.append(" and id < ?");
            values.add(before);
        }
        values.add(limit);
        var sql =
                COLUMNS
                        + "(select * from ${prefix}orders"
                        + conditions
                        + " order by id desc limit ?)"
                        + LINES
                        + " order by o.id desc, i.id";
        return ordersOf(
                rowSecurity.readAs(
                        user, tables.sql(sql), (row, _) -> Line.of(row), values.toArray()));
    }

    private static List<OrderResponse> ordersOf(List<Line> lines) {
        var orders = new ArrayList<OrderResponse>();
        for (int from = 0, to; from < lines.size(); from = to) {
            to = from + 1;
            while (to < lines.size() && lines.get(to).order().equals(lines.get(from).order())) {
                to++;
            }
            orders.add(lines.get(from).with(lines.subList(from, to)));
        }
        return orders;
    }

    /** A row: a line, and the order that it belongs to. */
    private record Line(
            UUID order,
            OrderStatus status,
            Money total,
            Instant createdAt,
            Instant updatedAt,
            OrderResponse.Item item) {

        static Line of(ResultSet row) throws SQLException {
            var currency = Currency.getInstance(row.getString("currency"));
            return new Line(
                    row.getObject("id", UUID.class),
                    OrderStatus.of(row.getString("status")),
                    new Money(row.getBigDecimal("total_amount"), currency),
                    instant(row, "created_at"),
                    instant(row, "updated_at"),
                    new OrderResponse.Item(
                            row.getObject("product_id", UUID.class),
                            row.getString("product_name"),
                            row.getInt("quantity"),
                            text(row.getBigDecimal("unit_price"), currency),
                            text(row.getBigDecimal("total_price"), currency)));
        }

        OrderResponse with(List<Line> all) {
            return new OrderResponse(
                    order,
                    status,
                    total.text(),
                    total.currency().getCurrencyCode(),
                    all.stream().map(Line::item).toList(),
                    createdAt,
                    updatedAt);
        }

        private static String text(BigDecimal amount, Currency currency) {
            return new Money(amount, currency).text();
        }

        private static Instant instant(ResultSet row, String column) throws SQLException {
            return row.getObject(column, OffsetDateTime.class).toInstant();
        }
    }
}
