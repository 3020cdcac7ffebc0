/** Signs access tokens and publishes the keys to check them with. */
@NullMarked
package dev.bulkhead.auth.token;

import org.jspecify.annotations.NullMarked;
