package dev.bulkhead.game.quiz;

import dev.bulkhead.game.bank.BankQuestion;
import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.player.Ratings;
import dev.bulkhead.game.quiz.AnswerOutcome.Accepted;
import dev.bulkhead.game.quiz.AnswerOutcome.Reason;
import dev.bulkhead.game.quiz.AnswerOutcome.Refused;
import jakarta.persistence.CascadeType;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One quiz. Its state is what is stored: {@link #advance} takes the steps that the clock has made
 * due, whoever comes first to do it, and each step is numbered as an event of the game's stream.
 */
@Entity
@Table(name = "games")
class Game {

    @EmbeddedId private GameId id;

    private UUID lobbyId;

    @Enumerated(EnumType.STRING)
    private GameStatus status;

    private int questionCount;
    private int currentQuestion;
    private int secondsPerQuestion;
    private @Nullable Instant nextDueAt;
    private long lastEvent;
    private Instant startedAt;
    private @Nullable Instant endedAt;

    @Version private @Nullable Integer version; // null until stored

    @OneToMany(mappedBy = "game", cascade = CascadeType.PERSIST)
    @OrderBy("orderIndex")
    private List<Question> questions = new ArrayList<>();

    @OneToMany(mappedBy = "game", cascade = CascadeType.PERSIST)
    @OrderBy("id")
    private List<Participant> participants = new ArrayList<>();

    /** A game whose first question opens after the pause. */
    static Game start(
            UUID lobby,
            List<PlayerId> players,
            List<BankQuestion> drawn,
            int secondsPerQuestion,
            GameRules rules,
            Instant now,
            RandomGenerator random) {
        var game = new Game();
        game.id = GameId.next();
        game.lobbyId = lobby;
        game.status = GameStatus.WAITING;
        game.questionCount = drawn.size();
        game.secondsPerQuestion = secondsPerQuestion;
        game.startedAt = now;
        game.nextDueAt = now.plus(rules.pause());
        game.lastEvent = 1;
        for (var question : drawn) {
            game.questions.add(Question.of(game, game.questions.size(), question, random));
        }
        for (var player : players) {
            game.participants.add(Participant.of(game, player));
        }
        return game;
    }

    /** Takes every step that is due; see {@link GameRules} for what happens after an outage. */
    void advance(Instant now, GameRules rules) {
        for (var due = nextDueAt; due != null && !due.isAfter(now); due = nextDueAt) {
            var late = Duration.between(due, now);
            var inTime = late.compareTo(rules.grace()) <= 0;
            if (status == GameStatus.WAITING) {
                if (late.compareTo(rules.cancelAfter()) > 0) {
                    end(GameStatus.CANCELLED, now);
                } else {
                    open(inTime ? due : now);
                }
            } else {
                close(due, late.compareTo(rules.cancelAfter()) > 0 || inTime ? due : now, rules);
            }
        }
    }

    /**
     * Takes an answer.
     *
     * @param now when the request arrived; the question may have closed while it waited its turn
     */
    AnswerOutcome answer(
            PlayerId player, UUID questionId, String answer, Instant now, GameRules rules) {
        var participant = participant(player).orElse(null);
        if (participant == null) {
            return new Refused(Reason.GAME_NOT_FOUND);
        }
        var question =
                questions.stream()
                        .filter(it -> it.opened() && it.id().equals(questionId))
                        .findAny()
                        .orElse(null);
        if (question == null) {
            return new Refused(Reason.QUESTION_NOT_FOUND);
        }
        if (question.closed()) {
            return new Refused(
                    question.answerOf(participant).isPresent()
                            ? Reason.ALREADY_ANSWERED
                            : Reason.QUESTION_CLOSED);
        }
        if (question.answerOf(participant).isPresent()) {
            return new Refused(Reason.ALREADY_ANSWERED);
        }
        if (!question.offers(answer)) {
            return new Refused(Reason.UNKNOWN_OPTION);
        }
        var given = question.answer(participant, answer, now);
        lastEvent++;
        if (question.isAnsweredByAll(participants)) {
            close(now, now, rules);
        }
        return new Accepted(
                questionId, given.answer(), given.timeTakenMillis(), given.submittedAt());
    }

    private void open(Instant at) {
        status = GameStatus.ASKING;
        nextDueAt = at.plusSeconds(secondsPerQuestion);
        current().open(at, nextDueAt, ++lastEvent);
    }

    private void close(Instant at, Instant pauseFrom, GameRules rules) {
        var question = current();
        for (var participant : participants) { // first: else each answer would load its own
            question.answerOf(participant).ifPresent(participant::earn);
        }
        question.close(at, ++lastEvent);
        if (currentQuestion + 1 == questionCount) {
            end(GameStatus.FINISHED, at);
        } else {
            currentQuestion++;
            status = GameStatus.WAITING;
            nextDueAt = pauseFrom.plus(rules.pause());
        }
    }

    private void end(GameStatus how, Instant at) {
        status = how;
        nextDueAt = null;
        endedAt = at;
        lastEvent++;
    }

    Map<PlayerId, Integer> scores() {
        return participants.stream()
                .collect(Collectors.toMap(Participant::player, Participant::score));
    }

    /** Sets down places and ratings; equal scores share a place, and the next one is left out. */
    void settle(Map<PlayerId, Ratings.Change> ratings) {
        for (var participant : participants) {
            var better =
                    participants.stream().filter(it -> it.score() > participant.score()).count();
            participant.settle(Math.toIntExact(better + 1), ratings.get(participant.player()));
        }
    }

    boolean over() {
        return status.over();
    }

    GameId id() {
        return id;
    }

    UUID lobby() {
        return lobbyId;
    }

    GameStatus status() {
        return status;
    }

    @Nullable Instant nextDueAt() {
        return nextDueAt;
    }

    @Nullable Instant endedAt() {
        return endedAt;
    }

    long lastEvent() {
        return lastEvent;
    }

    Question current() {
        return questions.get(currentQuestion);
    }

    List<Question> questions() {
        return questions;
    }

    List<Participant> participants() {
        return participants;
    }

    Optional<Participant> participant(PlayerId player) {
        return participants.stream().filter(it -> it.player().equals(player)).findAny();
    }

    @SuppressWarnings("NullAway.Init")
    protected Game() {} // JPA
}
