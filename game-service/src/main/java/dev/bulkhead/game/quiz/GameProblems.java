package dev.bulkhead.game.quiz;

import dev.bulkhead.shared.web.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Everything a caller can be told went wrong with a game. */
public final class GameProblems {

    /** There is none, or the caller does not play in it; which, is not told. */
    public static ProblemDetail gameNotFound() {
        return Problems.of(
                HttpStatus.NOT_FOUND, "game-not-found", "You play in no game with this id.");
    }

    static ProblemDetail gameNotOver() {
        return Problems.of(
                HttpStatus.CONFLICT,
                "game-not-over",
                "The results are there once the game is over.");
    }

    static ProblemDetail of(AnswerOutcome.Refused refused) {
        return switch (refused.reason()) {
            case GAME_NOT_FOUND -> gameNotFound();
            case QUESTION_NOT_FOUND ->
                    Problems.of(
                            HttpStatus.NOT_FOUND,
                            "question-not-found",
                            "This game has asked no question with this id.");
            case QUESTION_CLOSED ->
                    Problems.of(
                            HttpStatus.CONFLICT,
                            "question-closed",
                            "The question takes no more answers.");
            case ALREADY_ANSWERED ->
                    Problems.of(
                            HttpStatus.CONFLICT,
                            "already-answered",
                            "Your first answer to this question counts.");
            case UNKNOWN_OPTION ->
                    Problems.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "unknown-option",
                            "The answer is none of the question's options.");
        };
    }

    private GameProblems() {}
}
