package dev.bulkhead.game.quiz;

import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What one player answered to one question. */
@Entity
@Table(name = "answers")
class Answer {

    @Id private UUID id;

    @AttributeOverride(name = "id", column = @Column(name = "game_id"))
    private GameId game;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "question_id")
    private Question question;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "participant_id")
    private Participant participant;

    private String answer;

    @Column(name = "is_correct")
    private boolean correct;

    private int points;

    @Column(name = "time_taken_ms")
    private int timeTakenMillis;

    private Instant submittedAt;

    static Answer of(
            GameId game,
            Question question,
            Participant participant,
            String text,
            boolean correct,
            int points,
            Duration taken,
            Instant now) {
        var answer = new Answer();
        answer.id = TimeOrderedIds.next();
        answer.game = game;
        answer.question = question;
        answer.participant = participant;
        answer.answer = text;
        answer.correct = correct;
        answer.points = points;
        answer.timeTakenMillis = Math.toIntExact(taken.toMillis());
        answer.submittedAt = now;
        return answer;
    }

    boolean correct() {
        return correct;
    }

    int points() {
        return points;
    }

    Participant participant() {
        return participant;
    }

    String answer() {
        return answer;
    }

    int timeTakenMillis() {
        return timeTakenMillis;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Answer() {} // JPA
}
