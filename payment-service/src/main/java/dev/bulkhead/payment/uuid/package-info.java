/** Identifiers that sort by the time they were made. */
@NullMarked
package dev.bulkhead.payment.uuid;

import org.jspecify.annotations.NullMarked;
