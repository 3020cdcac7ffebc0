/** Who is best, of all time and this week. */
@NullMarked
package dev.bulkhead.game.leaderboard;

import org.jspecify.annotations.NullMarked;
