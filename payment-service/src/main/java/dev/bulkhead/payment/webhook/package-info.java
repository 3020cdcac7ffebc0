/** News from the payment provider, each piece applied once. */
@NullMarked
package dev.bulkhead.payment.webhook;

import org.jspecify.annotations.NullMarked;
