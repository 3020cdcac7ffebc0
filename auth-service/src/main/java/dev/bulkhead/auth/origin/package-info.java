/** Where a request came from: the address and the program behind it. */
@NullMarked
package dev.bulkhead.auth.origin;

import org.jspecify.annotations.NullMarked;
