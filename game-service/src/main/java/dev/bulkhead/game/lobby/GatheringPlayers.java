package dev.bulkhead.game.lobby;

import dev.bulkhead.game.bank.QuestionBank;
import dev.bulkhead.game.lobby.LobbyOutcome.Done;
import dev.bulkhead.game.lobby.LobbyOutcome.Reason;
import dev.bulkhead.game.lobby.LobbyOutcome.Refused;
import dev.bulkhead.game.lobby.LobbyOutcome.Started;
import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.player.Roster;
import dev.bulkhead.game.quiz.GameEnded;
import dev.bulkhead.game.quiz.QuizSettings;
import dev.bulkhead.game.quiz.StartingGames;
import dev.bulkhead.shared.web.Caller;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/**
 * Opens lobbies, seats players and starts their game. Each change locks the row of its lobby first,
 * so that those of one lobby happen one after the other, whichever instance they reach.
 */
@Service
class GatheringPlayers {

    private final Lobbies lobbies;
    private final LobbyRules rules;
    private final Roster roster;
    private final QuestionBank bank;
    private final StartingGames starting;
    private final InstantSource clock;

    GatheringPlayers(
            Lobbies lobbies,
            LobbyRules rules,
            Roster roster,
            QuestionBank bank,
            StartingGames starting,
            InstantSource clock) {
        this.lobbies = lobbies;
        this.rules = rules;
        this.roster = roster;
        this.bank = bank;
        this.starting = starting;
        this.clock = clock;
    }

    @Transactional
    LobbyOutcome open(Caller caller, String name, int maxPlayers, QuizSettings settings) {
        if (bank.size(settings.categories(), settings.difficulty()) < settings.questions()) {
            return new Refused(Reason.NOT_ENOUGH_QUESTIONS);
        }
        var creator = roster.enter(caller);
        var lobby = Lobby.open(name, creator, maxPlayers, settings, rules, clock.instant());
        return new Done(lobbies.save(lobby).id());
    }

    @Transactional
    LobbyOutcome join(LobbyId id, Caller caller) {
        var player = roster.enter(caller);
        return change(id, lobby -> lobby.join(player, rules, clock.instant()));
    }

    @Transactional
    LobbyOutcome leave(LobbyId id, PlayerId player) {
        return change(id, lobby -> lobby.leave(player, rules, clock.instant()));
    }

    @Transactional
    LobbyOutcome ready(LobbyId id, PlayerId player, boolean ready) {
        return change(id, lobby -> lobby.ready(player, ready, rules, clock.instant()));
    }

    @Transactional
    LobbyOutcome start(LobbyId id, PlayerId player) {
        var lobby = lobbies.lock(id).orElse(null);
        if (lobby == null) {
            return new Refused(Reason.LOBBY_NOT_FOUND);
        }
        var now = clock.instant();
        var refusal = lobby.start(player, now);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        var game = starting.start(id.id(), lobby.players(), lobby.settings(), now);
        if (game.isEmpty()) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
            return new Refused(Reason.NOT_ENOUGH_QUESTIONS);
        }
        return new Started(id, game.get());
    }

    /** The game is over, and so is the lobby; in the same transaction. */
    @EventListener
    @Transactional
    void on(GameEnded ended) {
        lobbies.lock(new LobbyId(ended.lobby())).ifPresent(Lobby::close);
    }

    @Transactional
    int closeExpired() {
        return lobbies.closeExpired(clock.instant());
    }

    private LobbyOutcome change(LobbyId id, Function<Lobby, Optional<Reason>> change) {
        return lobbies.lock(id)
                .map(lobby ->
                        change.apply(lobby)
                                .<LobbyOutcome>map(Refused::new)
                                .orElseGet(() -> new Done(id)))
                .orElseGet(() -> new Refused(Reason.LOBBY_NOT_FOUND));
    }
}
