/** Asks again where no news came. */
@NullMarked
package dev.bulkhead.payment.reconciliation;

import org.jspecify.annotations.NullMarked;
