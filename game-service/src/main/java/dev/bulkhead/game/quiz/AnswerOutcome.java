package dev.bulkhead.game.quiz;

import java.time.Instant;
import java.util.UUID;

/** What became of an answer. Whether it is right is told to nobody before the question closes. */
sealed interface AnswerOutcome {

    record Accepted(UUID questionId, String answer, int timeTakenMillis, Instant submittedAt)
            implements AnswerOutcome {}

    record Refused(Reason reason) implements AnswerOutcome {}

    enum Reason {
        GAME_NOT_FOUND,
        QUESTION_NOT_FOUND,
        QUESTION_CLOSED,
        ALREADY_ANSWERED,
        UNKNOWN_OPTION
    }
}
