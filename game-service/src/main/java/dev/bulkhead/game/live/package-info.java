/** Streams what happens in a game to its players while it happens. */
@NullMarked
package dev.bulkhead.game.live;

import org.jspecify.annotations.NullMarked;
