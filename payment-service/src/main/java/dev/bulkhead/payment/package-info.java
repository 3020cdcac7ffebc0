/** Orders and the money that is taken and given back for them. */
@NullMarked
package dev.bulkhead.payment;

import org.jspecify.annotations.NullMarked;
