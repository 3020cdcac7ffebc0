/** Users who have ordered at least once. */
@NullMarked
package dev.bulkhead.payment.customer;

import org.jspecify.annotations.NullMarked;
