/** What the databases of {@code examples/} look like, and what their users may do there. */
@NullMarked
package dev.bulkhead.examples.schema;

import org.jspecify.annotations.NullMarked;
