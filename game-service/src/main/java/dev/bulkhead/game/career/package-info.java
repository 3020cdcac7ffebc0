/** What a player has achieved so far. */
@NullMarked
package dev.bulkhead.game.career;

import org.jspecify.annotations.NullMarked;
