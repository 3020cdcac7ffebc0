package dev.bulkhead.game.quiz;

import dev.bulkhead.game.bank.QuestionBank;
import dev.bulkhead.game.player.PlayerId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Starts a game for those gathered in a lobby. */
@Service
public class StartingGames {

    private final Games games;
    private final QuestionBank bank;
    private final GameRules rules;
    private final SecureRandom random = new SecureRandom();

    StartingGames(Games games, QuestionBank bank, GameRules rules) {
        this.games = games;
        this.bank = bank;
        this.rules = rules;
    }

    /**
     * The new game; empty if the bank has fewer questions of this kind than the settings ask for.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<GameId> start(
            UUID lobby, List<PlayerId> players, QuizSettings settings, Instant now) {
        var drawn = bank.draw(settings.categories(), settings.difficulty(), settings.questions());
        if (drawn.size() < settings.questions()) {
            return Optional.empty();
        }
        var game =
                Game.start(
                        lobby, players, drawn, settings.secondsPerQuestion(), rules, now, random);
        return Optional.of(games.save(game).id());
    }
}
