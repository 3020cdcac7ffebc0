/** How strong a player is, and what a game changes about it. */
@NullMarked
package dev.bulkhead.game.rating;

import org.jspecify.annotations.NullMarked;
