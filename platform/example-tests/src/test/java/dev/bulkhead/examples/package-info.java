/** The platforms of {@code examples/}, and what holds on all of them. */
@NullMarked
package dev.bulkhead.examples;

import org.jspecify.annotations.NullMarked;
