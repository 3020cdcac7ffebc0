package dev.bulkhead.payment.order;

import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What a user has ordered, newest first. */
@Service
class OrderHistory {

    private final StoredOrders stored;

    OrderHistory(StoredOrders stored) {
        this.stored = stored;
    }

    Page<OrderResponse> of(UUID user, @Nullable OrderStatus status, PageQuery query) {
        var rows = stored.newest(user, status, query.afterId(), query.limit() + 1);
        return Page.of(rows, query, it -> Cursor.of(it.id()));
    }
}
