package dev.bulkhead.game.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.bulkhead.game.quiz.GameState;
import dev.bulkhead.game.quiz.GameState.Asked;
import dev.bulkhead.game.quiz.GameStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveEventTests {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    static GameState state(GameStatus status, long lastEvent, Asked... questions) {
        return new GameState(
                UUID.randomUUID(),
                UUID.randomUUID(),
                status,
                lastEvent,
                3,
                10,
                NOON,
                status.over() ? NOON : null,
                status.over() ? null : NOON,
                List.of(questions),
                List.of());
    }

    static Asked question(int number, long opened, @Nullable Long closed) {
        return new Asked(
                UUID.randomUUID(),
                number,
                "?",
                List.of("a", "b", "c", "d"),
                600,
                NOON,
                NOON.plusSeconds(10),
                closed == null ? null : "a",
                opened,
                closed);
    }

    static List<LiveEvent> after(long seen, GameState state) {
        return LiveEvent.after(seen, state, NOON);
    }

    @Test
    void tellsAllThatWasMissedInItsOrder() {
        var state = state(GameStatus.ASKING, 9, question(1, 2, 5L), question(2, 6, null));

        assertThat(after(1, state))
                .extracting(LiveEvent::id, LiveEvent::name)
                .containsExactly(
                        tuple(2L, "question-opened"),
                        tuple(5L, "question-closed"),
                        tuple(6L, "question-opened"),
                        tuple(9L, "answer-count"));
    }

    @Test
    void tellsNothingTwice() {
        var state = state(GameStatus.ASKING, 9, question(1, 2, 5L), question(2, 6, null));

        assertThat(after(5, state)).extracting(LiveEvent::id).containsExactly(6L, 9L);
        assertThat(after(8, state)).extracting(LiveEvent::id).containsExactly(9L);
        assertThat(after(9, state)).isEmpty();
    }

    @Test
    void countsNoAnswersBeforeThereAreAny() {
        assertThat(after(5, state(GameStatus.ASKING, 6, question(2, 6, null))))
                .extracting(LiveEvent::name)
                .containsExactly("question-opened");
        assertThat(after(1, state(GameStatus.WAITING, 1))).isEmpty();
    }

    @Test
    void endsWithTheEnd() {
        var state = state(GameStatus.FINISHED, 10, question(1, 2, 9L));

        assertThat(after(3, state))
                .extracting(LiveEvent::id, LiveEvent::name)
                .containsExactly(tuple(9L, "question-closed"), tuple(10L, "game-finished"));
    }
}
