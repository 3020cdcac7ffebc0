/** auth-service: one source of truth for identity. */
@NullMarked
package dev.bulkhead.auth;

import org.jspecify.annotations.NullMarked;
