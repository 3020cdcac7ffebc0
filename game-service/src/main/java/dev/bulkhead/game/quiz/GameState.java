package dev.bulkhead.game.quiz;

import dev.bulkhead.game.player.PlayerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A game as its players may see it: nothing of questions that have not opened, and no right answer
 * of one that has not closed. It is read so, not filtered afterwards.
 *
 * @param lastEvent number of the latest event; the version of this state
 * @param nextDueAt when the clock moves the game on; null once it is over
 * @param questions those opened so far, in order
 * @param players the best first
 */
public record GameState(
        UUID id,
        UUID lobbyId,
        GameStatus status,
        long lastEvent,
        int questionCount,
        int secondsPerQuestion,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant nextDueAt,
        List<Asked> questions,
        List<Player> players) {

    /**
     * A question that was opened.
     *
     * @param number from 1
     * @param correctAnswer null while it is open
     * @param openedEvent number of the event
     * @param closedEvent likewise; null while it is open
     */
    public record Asked(
            UUID id,
            int number,
            String text,
            List<String> options,
            int points,
            Instant opensAt,
            Instant closesAt,
            @Nullable String correctAnswer,
            long openedEvent,
            @Nullable Long closedEvent) {

        /** Whether it takes no more answers. */
        public boolean closed() {
            return closedEvent != null;
        }
    }

    /**
     * One who plays.
     *
     * @param answered the question that is open now
     * @param place null until the game is finished, as are the ratings
     */
    public record Player(
            UUID id,
            String username,
            int score,
            int correctAnswers,
            boolean answered,
            @Nullable Integer place,
            @Nullable Integer ratingBefore,
            @Nullable Integer ratingAfter) {}

    /** The question that is open now. */
    public Optional<Asked> openQuestion() {
        return questions.stream().filter(it -> !it.closed()).findAny();
    }

    /** The question closed last. */
    public Optional<Asked> lastClosedQuestion() {
        return questions.reversed().stream().filter(Asked::closed).findFirst();
    }

    /** How many have answered the question that is open now. */
    public int answerCount() {
        return Math.toIntExact(players.stream().filter(Player::answered).count());
    }

    /** When the next question opens, if one is waited for. */
    public @Nullable Instant nextQuestionAt() {
        return status == GameStatus.WAITING ? nextDueAt : null;
    }

    boolean has(PlayerId player) {
        return players.stream().anyMatch(it -> it.id().equals(player.id()));
    }

    boolean dueBy(Instant now) {
        return nextDueAt != null && !nextDueAt.isAfter(now);
    }
}
