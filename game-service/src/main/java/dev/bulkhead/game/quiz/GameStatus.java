package dev.bulkhead.game.quiz;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Arrays;

/** Where a game stands. */
public enum GameStatus {
    /** The next question has not opened yet. */
    WAITING("waiting"),
    /** A question is open. */
    ASKING("asking"),
    /** Over, and rated. */
    FINISHED("finished"),
    /** Ended by a long outage; counts for nobody. */
    CANCELLED("cancelled");

    @JsonValue @EnumeratedValue private final String text;

    GameStatus(String text) {
        this.text = text;
    }

    static GameStatus of(String text) {
        return Arrays.stream(values()).filter(it -> it.text.equals(text)).findAny().orElseThrow();
    }

    /** Whether nothing will happen any more. */
    public boolean over() {
        return this == FINISHED || this == CANCELLED;
    }
}
