/** What an attempt is, who makes it, and what may come of it. */
@NullMarked
package dev.bulkhead.isolation.probe;

import org.jspecify.annotations.NullMarked;
