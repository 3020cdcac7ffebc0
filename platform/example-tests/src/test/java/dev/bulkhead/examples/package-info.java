/** The platforms of {@code examples/}, attacked. */
@NullMarked
package dev.bulkhead.examples;

import org.jspecify.annotations.NullMarked;
