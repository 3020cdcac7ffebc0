package dev.bulkhead.payment.charge;

import dev.bulkhead.payment.charge.ChargeProblems.PaymentNotFound;
import dev.bulkhead.payment.order.OrderBook;
import dev.bulkhead.payment.order.OrderId;
import dev.bulkhead.shared.web.Caller;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows how orders were paid, to those who may know of the order. */
@Service
class ReadingPayments {

    private final OrderBook orders;
    private final Payments payments;
    private final Refunds refunds;

    ReadingPayments(OrderBook orders, Payments payments, Refunds refunds) {
        this.orders = orders;
        this.payments = payments;
        this.refunds = refunds;
    }

    @Transactional(readOnly = true)
    Payment of(Caller caller, OrderId order) {
        orders.requireVisible(order, caller);
        return payments.of(order.id()).orElseThrow(PaymentNotFound::new);
    }

    /** What was given back of a payment, newest first. */
    @Transactional(readOnly = true)
    Page<RefundOfPayment> refundsOf(Caller caller, OrderId order, PageQuery query) {
        var payment = of(caller, order);
        var before = query.afterId();
        var limit = Limit.of(query.limit() + 1);
        var rows =
                before == null
                        ? refunds.newestOf(payment.id(), limit)
                        : refunds.newestOfBefore(payment.id(), before, limit);
        return Page.of(rows, query, it -> Cursor.of(it.id()))
                .map(it -> new RefundOfPayment(it, payment));
    }
}
