package dev.bulkhead.auth.stranger;

import dev.bulkhead.payment.stranger.Order;

/** Reaches into another service, on purpose. */
public class UsesPayment {
    Order order = new Order();
}
