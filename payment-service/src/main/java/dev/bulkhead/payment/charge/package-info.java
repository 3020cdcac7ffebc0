/** Takes the money for orders and gives it back. */
@NullMarked
package dev.bulkhead.payment.charge;

import org.jspecify.annotations.NullMarked;
