/** A service for the tests of the house rules. */
@NullMarked
package dev.bulkhead.payment.stranger;

import org.jspecify.annotations.NullMarked;
