/** Slows repeated failures down, per account and per address. */
@NullMarked
package dev.bulkhead.auth.throttle;

import org.jspecify.annotations.NullMarked;
