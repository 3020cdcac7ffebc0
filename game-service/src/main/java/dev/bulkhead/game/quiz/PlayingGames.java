package dev.bulkhead.game.quiz;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.player.Ratings;
import dev.bulkhead.game.quiz.AnswerOutcome.Reason;
import dev.bulkhead.game.quiz.AnswerOutcome.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Moves games on: by their players' answers, and by the clock.
 *
 * <p>Whoever comes, a request or the {@link Conducting conductor} of any instance, locks the row of
 * the game, takes the steps that are due by now, and only then does what it came for. So a
 * conductor that is late, or absent, changes no answer's fate, and a question whose answer has been
 * shown by one instance takes no more answers at another whose clock is behind.
 */
@Service
class PlayingGames {

    private static final Limit AT_ONCE = Limit.of(100);

    private final Games games;
    private final GameRules rules;
    private final Ratings ratings;
    private final ApplicationEventPublisher events;

    PlayingGames(Games games, GameRules rules, Ratings ratings, ApplicationEventPublisher events) {
        this.games = games;
        this.rules = rules;
        this.ratings = ratings;
        this.events = events;
    }

    /** Takes one player's answer that arrived at this time. */
    @Transactional
    AnswerOutcome answer(GameId id, PlayerId player, UUID question, String answer, Instant now) {
        return games.lock(id)
                .map(game -> play(game, now, it -> it.answer(player, question, answer, now, rules)))
                .orElseGet(() -> new Refused(Reason.GAME_NOT_FOUND));
    }

    /** Takes the steps that are due; waits for whoever is about to change the game. */
    @Transactional
    void advance(GameId id, Instant now) {
        games.lock(id).ifPresent(game -> play(game, now, Game::over));
    }

    /** Likewise, but leaves the game to whoever is about to change it. */
    @Transactional
    void advanceUnlessLocked(GameId id, Instant now) {
        games.lockUnlessLocked(id).ifPresent(game -> play(game, now, Game::over));
    }

    /** Games that have a step to take, the one that waits longest first. */
    List<GameId> due(Instant now) {
        return games.due(now, AT_ONCE);
    }

    private <T> T play(Game game, Instant now, Function<Game, T> move) {
        var before = game.over();
        game.advance(now, rules);
        var outcome = move.apply(game);
        if (game.over() && !before) {
            settle(game);
        }
        return outcome;
    }

    private void settle(Game game) {
        if (game.status() == GameStatus.FINISHED) {
            game.settle(ratings.rate(game.scores(), Objects.requireNonNull(game.endedAt())));
        }
        events.publishEvent(new GameEnded(game.id(), game.lobby()));
    }
}
