/**
 * The whole platform as a stranger meets it: started by the command, reached through the gateway.
 */
@NullMarked
package dev.bulkhead.system;

import org.jspecify.annotations.NullMarked;
