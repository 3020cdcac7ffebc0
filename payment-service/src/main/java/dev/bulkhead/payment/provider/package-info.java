/** The payment provider: Stripe, or whatever stands in for it. */
@NullMarked
package dev.bulkhead.payment.provider;

import org.jspecify.annotations.NullMarked;
