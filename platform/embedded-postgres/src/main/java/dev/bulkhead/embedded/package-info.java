/** A real PostgreSQL server on this machine, from the binaries on Maven Central. */
@NullMarked
package dev.bulkhead.embedded;

import org.jspecify.annotations.NullMarked;
