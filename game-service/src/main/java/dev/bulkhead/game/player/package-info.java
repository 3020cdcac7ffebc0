/** Who plays: one row per person, made from the token on first use. */
@NullMarked
package dev.bulkhead.game.player;

import org.jspecify.annotations.NullMarked;
