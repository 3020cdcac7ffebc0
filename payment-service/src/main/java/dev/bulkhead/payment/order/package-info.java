/** What users want to buy, at the prices of that moment. */
@NullMarked
package dev.bulkhead.payment.order;

import org.jspecify.annotations.NullMarked;
