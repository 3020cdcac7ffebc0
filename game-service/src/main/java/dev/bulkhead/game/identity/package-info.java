/** Keys that sort by the time they were made. */
@NullMarked
package dev.bulkhead.game.identity;

import org.jspecify.annotations.NullMarked;
