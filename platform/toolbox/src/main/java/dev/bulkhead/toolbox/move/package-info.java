/** Moves a service's tables to a server of their own while the service reads and writes them. */
@NullMarked
package dev.bulkhead.toolbox.move;

import org.jspecify.annotations.NullMarked;
