/** What was found, for a terminal, for another program and for a projector. */
@NullMarked
package dev.bulkhead.isolation.report;

import org.jspecify.annotations.NullMarked;
