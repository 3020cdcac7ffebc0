package dev.bulkhead.game.lobby;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.EnumeratedValue;
import java.util.Arrays;
import java.util.Optional;

/** Whether one may still join. */
enum LobbyStatus {
    OPEN("open"),
    PLAYING("playing"),
    CLOSED("closed");

    @JsonValue @EnumeratedValue private final String text;

    LobbyStatus(String text) {
        this.text = text;
    }

    static Optional<LobbyStatus> of(String text) {
        return Arrays.stream(values()).filter(it -> it.text.equals(text)).findAny();
    }

    /** As in JSON and in the database. */
    @Override
    public String toString() {
        return text;
    }
}
