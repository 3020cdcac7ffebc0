package dev.bulkhead.game.lobby;

import dev.bulkhead.game.lobby.LobbyOutcome.Refused;
import dev.bulkhead.shared.web.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Everything a caller can be told went wrong with a lobby. */
final class LobbyProblems {

    static ProblemDetail of(Refused refused) {
        return switch (refused.reason()) {
            case LOBBY_NOT_FOUND -> lobbyNotFound();
            case LOBBY_NOT_OPEN ->
                    conflict("lobby-not-open", "The game has started, or the lobby was closed.");
            case LOBBY_FULL -> conflict("lobby-full", "All places in this lobby are taken.");
            case NOT_A_MEMBER ->
                    Problems.of(HttpStatus.FORBIDDEN, "not-a-member", "You are not in this lobby.");
            case NOT_THE_CREATOR ->
                    Problems.of(
                            HttpStatus.FORBIDDEN,
                            "not-the-creator",
                            "Only the creator of a lobby starts the game.");
            case TOO_FEW_PLAYERS ->
                    conflict(
                            "too-few-players",
                            "A game needs at least " + Lobby.FEWEST_PLAYERS + " players.");
            case PLAYERS_NOT_READY ->
                    conflict("players-not-ready", "Not everybody in this lobby is ready.");
            case NOT_ENOUGH_QUESTIONS ->
                    Problems.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "not-enough-questions",
                            "There are fewer questions of these categories and this difficulty.");
        };
    }

    static ProblemDetail lobbyNotFound() {
        return Problems.of(
                HttpStatus.NOT_FOUND, "lobby-not-found", "You can see no lobby with this id.");
    }

    private static ProblemDetail conflict(String type, String detail) {
        return Problems.of(HttpStatus.CONFLICT, type, detail);
    }

    private LobbyProblems() {}
}
