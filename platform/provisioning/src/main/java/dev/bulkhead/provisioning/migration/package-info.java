/** A service's own SQL: migrations once, seeds at every start, both as the owner. */
@NullMarked
package dev.bulkhead.provisioning.migration;

import org.jspecify.annotations.NullMarked;
