/** Carries a request to the service its route names, and the answer back, unbuffered. */
@NullMarked
package dev.bulkhead.gateway.forward;

import org.jspecify.annotations.NullMarked;
