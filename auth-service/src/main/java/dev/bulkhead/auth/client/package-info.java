/** Programs that sign in as themselves (OAuth 2.0 client credentials). */
@NullMarked
package dev.bulkhead.auth.client;

import org.jspecify.annotations.NullMarked;
