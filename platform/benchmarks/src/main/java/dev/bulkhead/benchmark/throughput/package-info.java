/** How many requests a second services and gateway answer, and what each costs. */
@NullMarked
package dev.bulkhead.benchmark.throughput;

import org.jspecify.annotations.NullMarked;
