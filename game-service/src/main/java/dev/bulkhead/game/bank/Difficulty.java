package dev.bulkhead.game.bank;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How hard a question is, and what it is worth. */
public enum Difficulty {
    EASY("easy", 600),
    MEDIUM("medium", 800),
    HARD("hard", 1000);

    @JsonValue private final String text;
    private final int points;

    Difficulty(String text, int points) {
        this.text = text;
        this.points = points;
    }

    static Difficulty of(String text) {
        return Arrays.stream(values()).filter(it -> it.text.equals(text)).findAny().orElseThrow();
    }

    /** For a right answer at once. */
    public int points() {
        return points;
    }

    /** As in JSON and in the database. */
    @Override
    public String toString() {
        return text;
    }
}
