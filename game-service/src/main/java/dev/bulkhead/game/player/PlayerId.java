package dev.bulkhead.game.player;

import dev.bulkhead.shared.web.Caller;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** Names one player: the user's id in the token. */
@Embeddable
public record PlayerId(UUID id) {

    /** Whose token this is, whether they have played before or not. */
    public static PlayerId of(Caller caller) {
        return new PlayerId(caller.id());
    }
}
