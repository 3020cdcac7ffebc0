/** A local stand-in for Stripe that moves no money. */
@NullMarked
package dev.bulkhead.payment.simulator;

import org.jspecify.annotations.NullMarked;
