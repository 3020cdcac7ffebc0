/** What can be bought, and for how much. */
@NullMarked
package dev.bulkhead.payment.catalog;

import org.jspecify.annotations.NullMarked;
