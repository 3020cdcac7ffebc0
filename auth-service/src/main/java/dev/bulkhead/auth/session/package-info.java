/** Signed-in devices: log in, refresh, log out. */
@NullMarked
package dev.bulkhead.auth.session;

import org.jspecify.annotations.NullMarked;
