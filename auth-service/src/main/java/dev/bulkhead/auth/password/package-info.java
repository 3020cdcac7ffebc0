/** What a password may be, and how it is kept. */
@NullMarked
package dev.bulkhead.auth.password;

import org.jspecify.annotations.NullMarked;
