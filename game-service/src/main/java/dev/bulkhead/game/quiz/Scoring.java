package dev.bulkhead.game.quiz;

import java.time.Duration;

/**
 * What a right answer earns: all points at once, falling evenly to half of them at the deadline, as
 * Kahoot! scores (<a href="https://support.kahoot.com/hc/en-us/articles/115002303908">How points
 * work</a>). Time is measured by the server, from opening to arrival.
 */
final class Scoring {

    static int points(int most, Duration taken, Duration open) {
        double share = Math.min(1, (double) taken.toMillis() / open.toMillis());
        return Math.toIntExact(Math.round(most * (1 - share / 2)));
    }

    private Scoring() {}
}
