package dev.bulkhead.game.quiz;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The pace of games, and what becomes of one when no instance was there to keep it.
 *
 * @param pause between two questions, and before the first
 * @param tick how often each instance looks for games that are due
 * @param grace how late a step may be taken as if it were in time. A step later than that follows
 *     an outage: a question that was open then has closed at its deadline with the answers it got,
 *     and the clock of the game starts anew from now, so that no question passes unseen and each
 *     later one is open for its full time
 * @param cancelAfter how late at most a game is taken up again. After that its players are gone: if
 *     questions were left, it is cancelled and counts for nobody
 */
@ConfigurationProperties("bulkhead.game")
record GameRules(
        @DefaultValue("5s") Duration pause,
        @DefaultValue("250ms") Duration tick,
        @DefaultValue("5s") Duration grace,
        @DefaultValue("15m") Duration cancelAfter) {

    GameRules {
        if (pause.isNegative()) {
            throw new IllegalArgumentException(
                    "bulkhead.game.pause must not be negative, but was " + pause);
        }
        if (!tick.isPositive()) {
            throw new IllegalArgumentException(
                    "bulkhead.game.tick must be positive, but was " + tick);
        }
        if (grace.isNegative()) {
            throw new IllegalArgumentException(
                    "bulkhead.game.grace must not be negative, but was " + grace);
        }
        if (cancelAfter.compareTo(grace) < 0) {
            throw new IllegalArgumentException(
                    "bulkhead.game.cancel-after must not be less than grace, but was "
                            + cancelAfter);
        }
    }
}
