package dev.bulkhead.game.quiz;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to draw a game.
 *
 * @param version number of the latest event this contains
 * @param serverTime to count down by, whatever the client's clock says
 * @param nextQuestionAt when the next question opens; null while one is open and at the end
 * @param question the one that is open now
 * @param answerCount how many have answered it
 * @param lastQuestion the one closed last, with the right answer
 * @param players the best first
 */
public record GameSnapshot(
        UUID id,
        UUID lobbyId,
        GameStatus status,
        long version,
        int questionCount,
        int secondsPerQuestion,
        Instant startedAt,
        @Nullable Instant endedAt,
        Instant serverTime,
        @Nullable Instant nextQuestionAt,
        @Nullable OpenQuestion question,
        int answerCount,
        @Nullable ClosedQuestion lastQuestion,
        List<Standing> players) {

    /** A question that takes answers. */
    public record OpenQuestion(
            UUID id,
            int number,
            String text,
            List<String> options,
            int points,
            Instant opensAt,
            Instant closesAt) {

        /** Shows this question as an open one. */
        public static OpenQuestion of(GameState.Asked it) {
            return new OpenQuestion(
                    it.id(),
                    it.number(),
                    it.text(),
                    it.options(),
                    it.points(),
                    it.opensAt(),
                    it.closesAt());
        }
    }

    /** A question that takes no more answers. */
    public record ClosedQuestion(
            UUID id,
            int number,
            String text,
            List<String> options,
            int points,
            @Nullable String correctAnswer,
            Instant opensAt,
            Instant closesAt) {

        /** Shows this question as a closed one. */
        public static ClosedQuestion of(GameState.Asked it) {
            return new ClosedQuestion(
                    it.id(),
                    it.number(),
                    it.text(),
                    it.options(),
                    it.points(),
                    it.correctAnswer(),
                    it.opensAt(),
                    it.closesAt());
        }
    }

    /**
     * How one player stands.
     *
     * @param score of the questions that have closed
     * @param answered the question that is open now
     */
    public record Standing(
            UUID playerId, String username, int score, int correctAnswers, boolean answered) {

        /** Shows where this player stands. */
        public static Standing of(GameState.Player it) {
            return new Standing(
                    it.id(), it.username(), it.score(), it.correctAnswers(), it.answered());
        }
    }

    /** Shows this state as of now. */
    public static GameSnapshot of(GameState state, Instant now) {
        return new GameSnapshot(
                state.id(),
                state.lobbyId(),
                state.status(),
                state.lastEvent(),
                state.questionCount(),
                state.secondsPerQuestion(),
                state.startedAt(),
                state.endedAt(),
                now,
                state.nextQuestionAt(),
                state.openQuestion().map(OpenQuestion::of).orElse(null),
                state.answerCount(),
                state.lastClosedQuestion().map(ClosedQuestion::of).orElse(null),
                state.players().stream().map(Standing::of).toList());
    }
}
