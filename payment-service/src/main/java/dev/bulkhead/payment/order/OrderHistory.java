package dev.bulkhead.payment.order;

import dev.bulkhead.shared.db.RowSecurity;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a user has ordered, newest first: two statements, however many orders. */
@Service
class OrderHistory {

    private final Orders orders;
    private final OrderItems items;
    private final RowSecurity rowSecurity;

    OrderHistory(Orders orders, OrderItems items, RowSecurity rowSecurity) {
        this.orders = orders;
        this.items = items;
        this.rowSecurity = rowSecurity;
    }

    @Transactional(readOnly = true)
    Page<OrderResponse> of(UUID user, @Nullable OrderStatus status, PageQuery query) {
        rowSecurity.actAs(user);
        var page = Page.of(rows(user, status, query), query, it -> Cursor.of(it.id().id()));
        var lines =
                items.of(page.items().stream().map(it -> it.id().id()).toList()).stream()
                        .collect(Collectors.groupingBy(OrderItem::order));
        return page.map(it -> OrderResponse.of(it, lines.getOrDefault(it.id().id(), List.of())));
    }

    private List<Order> rows(UUID user, @Nullable OrderStatus status, PageQuery query) {
        var before = query.afterId();
        var limit = Limit.of(query.limit() + 1);
        if (status == null) {
            return before == null
                    ? orders.newestOf(user, limit)
                    : orders.newestOfBefore(user, before, limit);
        }
        return before == null
                ? orders.newestOfIn(user, status, limit)
                : orders.newestOfInBefore(user, status, before, limit);
    }
}
