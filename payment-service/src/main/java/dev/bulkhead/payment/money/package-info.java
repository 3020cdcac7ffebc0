/** Exact amounts of money, each in its currency's own scale. */
@NullMarked
package dev.bulkhead.payment.money;

import org.jspecify.annotations.NullMarked;
