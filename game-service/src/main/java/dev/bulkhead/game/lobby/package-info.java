/** Where players gather, get ready and start a game. */
@NullMarked
package dev.bulkhead.game.lobby;

import org.jspecify.annotations.NullMarked;
