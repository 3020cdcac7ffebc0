package dev.bulkhead.game.lobby;

import dev.bulkhead.game.quiz.GameId;

/** What became of something a player wanted with a lobby. */
sealed interface LobbyOutcome {

    record Done(LobbyId lobby) implements LobbyOutcome {}

    record Started(LobbyId lobby, GameId game) implements LobbyOutcome {}

    record Refused(Reason reason) implements LobbyOutcome {}

    enum Reason {
        LOBBY_NOT_FOUND,
        LOBBY_NOT_OPEN,
        LOBBY_FULL,
        NOT_A_MEMBER,
        NOT_THE_CREATOR,
        TOO_FEW_PLAYERS,
        PLAYERS_NOT_READY,
        NOT_ENOUGH_QUESTIONS
    }
}
