/** How fast a platform starts, and what it takes in memory. */
@NullMarked
package dev.bulkhead.benchmark.start;

import org.jspecify.annotations.NullMarked;
