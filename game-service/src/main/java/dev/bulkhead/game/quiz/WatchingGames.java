package dev.bulkhead.game.quiz;

import dev.bulkhead.game.player.PlayerId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Shows a game to those who play it, and to nobody else. */
@Service
public class WatchingGames {

    private final GameStates states;
    private final PlayingGames playing;
    private final InstantSource clock;

    WatchingGames(GameStates states, PlayingGames playing, InstantSource clock) {
        this.states = states;
        this.playing = playing;
        this.clock = clock;
    }

    /** The state by now; a step that is due is taken first. Empty for those who do not play. */
    public Optional<GameState> watch(GameId id, PlayerId player) {
        var state = stateOf(id).filter(it -> it.has(player));
        var now = clock.instant();
        if (state.filter(it -> it.dueBy(now)).isEmpty()) {
            return state;
        }
        playing.advance(id, now);
        return stateOf(id);
    }

    private Optional<GameState> stateOf(GameId id) {
        return states.of(List.of(id.id())).stream().findFirst();
    }
}
