/** The probes, a class per group, each with what was measured. */
@NullMarked
package dev.bulkhead.isolation.catalogue;

import org.jspecify.annotations.NullMarked;
