package dev.bulkhead.payment.charge;

/** A refund, and the payment that it gives back. */
record RefundOfPayment(Refund refund, Payment payment) {}
