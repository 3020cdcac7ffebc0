package dev.bulkhead.game.lobby;

import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** Names one {@link Lobby}. */
@Embeddable
record LobbyId(UUID id) {

    static LobbyId next() {
        return new LobbyId(TimeOrderedIds.next());
    }
}
