/** Work that is done again and again while the service runs. */
@NullMarked
package dev.bulkhead.game.ticker;

import org.jspecify.annotations.NullMarked;
