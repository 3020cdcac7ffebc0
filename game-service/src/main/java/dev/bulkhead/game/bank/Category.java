package dev.bulkhead.game.bank;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a question is about. */
public enum Category {
    GEOGRAPHY("geography"),
    HISTORY("history"),
    SCIENCE("science"),
    MATHEMATICS("mathematics"),
    LANGUAGE("language"),
    COMPUTING("computing"),
    ARTS("arts"),
    SPORT("sport");

    @JsonValue private final String text;

    Category(String text) {
        this.text = text;
    }

    /** As in JSON and in the database. */
    @Override
    public String toString() {
        return text;
    }
}
