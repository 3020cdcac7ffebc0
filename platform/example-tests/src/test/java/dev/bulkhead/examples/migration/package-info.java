/** The migrations of {@code examples/}: taken back, and beside code of the version before. */
@NullMarked
package dev.bulkhead.examples.migration;

import org.jspecify.annotations.NullMarked;
