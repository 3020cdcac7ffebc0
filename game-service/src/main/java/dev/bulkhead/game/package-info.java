/** A live quiz: lobbies, games by the server's clock, ratings. */
@NullMarked
package dev.bulkhead.game;

import org.jspecify.annotations.NullMarked;
