package dev.bulkhead.game.quiz;

import dev.bulkhead.game.bank.BankQuestion;
import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** What a game asks, and the answers it got. */
@Entity
@Table(name = "questions")
class Question {

    @Id private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "game_id")
    private Game game;

    private String questionText;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> options;

    private String correctAnswer;
    private int points;
    private int orderIndex;
    private @Nullable Instant opensAt;
    private @Nullable Instant closesAt;
    private @Nullable Long openedEvent;
    private @Nullable Long closedEvent;

    @OneToMany(mappedBy = "question", cascade = CascadeType.PERSIST)
    private List<Answer> answers = new ArrayList<>();

    static Question of(Game game, int orderIndex, BankQuestion drawn, RandomGenerator random) {
        var question = new Question();
        question.id = TimeOrderedIds.next();
        question.game = game;
        question.orderIndex = orderIndex;
        question.questionText = drawn.text();
        question.options = new ArrayList<>(drawn.options());
        Collections.shuffle(question.options, random);
        question.correctAnswer = drawn.correctAnswer();
        question.points = drawn.difficulty().points();
        return question;
    }

    void open(Instant at, Instant deadline, long event) {
        opensAt = at;
        closesAt = deadline;
        openedEvent = event;
    }

    void close(Instant at, long event) {
        closesAt = at.isBefore(opensAt) ? opensAt : at;
        closedEvent = event;
    }

    Answer answer(Participant participant, String text, Instant now) {
        var taken = Duration.between(opensAt, now.isBefore(opensAt) ? opensAt : now);
        var right = text.equals(correctAnswer);
        var open = Duration.between(opensAt, closesAt);
        var answer =
                Answer.of(
                        game.id(),
                        this,
                        participant,
                        text,
                        right,
                        right ? Scoring.points(points, taken, open) : 0,
                        taken,
                        now);
        answers.add(answer);
        return answer;
    }

    Optional<Answer> answerOf(Participant participant) {
        return answers.stream().filter(it -> it.participant() == participant).findAny();
    }

    boolean isAnsweredByAll(Collection<Participant> participants) {
        return answers.size() == participants.size();
    }

    boolean offers(String answer) {
        return options.contains(answer);
    }

    boolean opened() {
        return openedEvent != null;
    }

    boolean closed() {
        return closedEvent != null;
    }

    UUID id() {
        return id;
    }

    String correctAnswer() {
        return correctAnswer;
    }

    List<String> options() {
        return options;
    }

    int points() {
        return points;
    }

    @Nullable Instant opensAt() {
        return opensAt;
    }

    @Nullable Instant closesAt() {
        return closesAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Question() {} // JPA
}
