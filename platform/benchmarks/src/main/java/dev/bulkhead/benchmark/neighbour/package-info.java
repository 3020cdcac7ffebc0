/** How long others wait while one service's user floods PostgreSQL; run by {@code ../neighbour}. */
@NullMarked
package dev.bulkhead.benchmark.neighbour;

import org.jspecify.annotations.NullMarked;
