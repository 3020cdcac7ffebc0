package dev.bulkhead.payment.order;

/** There is no such order, or none that the caller may know of. */
public class OrderNotFound extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
