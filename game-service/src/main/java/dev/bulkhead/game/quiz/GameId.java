package dev.bulkhead.game.quiz;

import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** Names one game in paths, events and other features. */
@Embeddable
public record GameId(UUID id) {

    static GameId next() {
        return new GameId(TimeOrderedIds.next());
    }
}
