/** A repeated request has one effect and one answer. */
@NullMarked
package dev.bulkhead.payment.idempotency;

import org.jspecify.annotations.NullMarked;
