/** One quiz from its start to its result, by the clock of the server. */
@NullMarked
package dev.bulkhead.game.quiz;

import org.jspecify.annotations.NullMarked;
