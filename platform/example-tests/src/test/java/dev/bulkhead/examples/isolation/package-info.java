/** The platforms of {@code examples/}, attacked. */
@NullMarked
package dev.bulkhead.examples.isolation;

import org.jspecify.annotations.NullMarked;
