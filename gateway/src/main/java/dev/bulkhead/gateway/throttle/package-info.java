/** How much one client may ask for. */
@NullMarked
package dev.bulkhead.gateway.throttle;

import org.jspecify.annotations.NullMarked;
