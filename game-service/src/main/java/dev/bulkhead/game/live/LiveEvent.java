package dev.bulkhead.game.live;

import dev.bulkhead.game.quiz.GameSnapshot;
import dev.bulkhead.game.quiz.GameSnapshot.ClosedQuestion;
import dev.bulkhead.game.quiz.GameSnapshot.OpenQuestion;
import dev.bulkhead.game.quiz.GameSnapshot.Standing;
import dev.bulkhead.game.quiz.GameState;
import dev.bulkhead.game.quiz.GameStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a game, as the stream tells it.
 *
 * @param id number of the event in the game; what a client sends as Last-Event-ID
 */
record LiveEvent(long id, String name, Object data) {

    record QuestionOpened(OpenQuestion question, int questionCount, Instant serverTime) {}

    record AnswerCount(UUID questionId, int answerCount, int playerCount) {}

    record QuestionClosed(
            ClosedQuestion question, List<Standing> scores, @Nullable Instant nextQuestionAt) {}

    record GameFinished(GameStatus status, @Nullable Instant endedAt, List<Place> players) {}

    record Place(
            @Nullable Integer place,
            UUID playerId,
            String username,
            int score,
            int correctAnswers,
            @Nullable Integer ratingBefore,
            @Nullable Integer ratingAfter) {

        static Place of(GameState.Player it) {
            return new Place(
                    it.place(),
                    it.id(),
                    it.username(),
                    it.score(),
                    it.correctAnswers(),
                    it.ratingBefore(),
                    it.ratingAfter());
        }
    }

    /** All there is to know; the first event of a stream. */
    static LiveEvent snapshot(GameState state, Instant now) {
        return new LiveEvent(state.lastEvent(), "state", GameSnapshot.of(state, now));
    }

    /**
     * What happened after an event, told from the state as it is now: each question that opened or
     * closed, and the latest number of answers. Scores and times are those of now.
     */
    static List<LiveEvent> after(long seen, GameState state, Instant now) {
        var events = new ArrayList<LiveEvent>();
        for (var question : state.questions()) {
            if (question.openedEvent() > seen) {
                events.add(
                        new LiveEvent(
                                question.openedEvent(),
                                "question-opened",
                                new QuestionOpened(
                                        OpenQuestion.of(question), state.questionCount(), now)));
            }
            var closed = question.closedEvent();
            if (closed != null && closed > seen) {
                events.add(
                        new LiveEvent(
                                closed,
                                "question-closed",
                                new QuestionClosed(
                                        ClosedQuestion.of(question),
                                        state.players().stream().map(Standing::of).toList(),
                                        state.nextQuestionAt())));
            }
        }
        if (state.lastEvent() > seen) {
            latest(state).ifPresent(events::add);
        }
        return events;
    }

    /** While a question is open, all events but its opening are answers; the end is the last. */
    private static Optional<LiveEvent> latest(GameState state) {
        if (state.status().over()) {
            return Optional.of(
                    new LiveEvent(
                            state.lastEvent(),
                            "game-finished",
                            new GameFinished(
                                    state.status(),
                                    state.endedAt(),
                                    state.players().stream().map(Place::of).toList())));
        }
        return state.openQuestion()
                .filter(it -> it.openedEvent() < state.lastEvent())
                .map(it ->
                        new LiveEvent(
                                state.lastEvent(),
                                "answer-count",
                                new AnswerCount(
                                        it.id(), state.answerCount(), state.players().size())));
    }
}
