package dev.bulkhead.payment.provider;

/** Takes Stripe's place where no key is given. */
public interface StripeStandIn {

    /** Starts it, and says so loudly. */
    StripeAccess start();
}
