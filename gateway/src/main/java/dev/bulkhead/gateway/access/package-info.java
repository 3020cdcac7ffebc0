/** Who may pass: tokens, origins, and the headers that protect a browser. */
@NullMarked
package dev.bulkhead.gateway.access;

import org.jspecify.annotations.NullMarked;
