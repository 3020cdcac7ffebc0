/** Ids of other services' rows, which no foreign key guards: which of them lead nowhere. */
@NullMarked
package dev.bulkhead.provisioning.references;

import org.jspecify.annotations.NullMarked;
