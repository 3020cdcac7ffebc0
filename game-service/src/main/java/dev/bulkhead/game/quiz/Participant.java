package dev.bulkhead.game.quiz;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.player.Ratings;
import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One player in one game. */
@Entity
@Table(name = "game_participants")
class Participant {

    @Id private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "game_id")
    private Game game;

    @AttributeOverride(name = "id", column = @Column(name = "player_id"))
    private PlayerId player;

    private int score;
    private int correctAnswers;
    private @Nullable Integer place;
    private @Nullable Integer ratingBefore;
    private @Nullable Integer ratingAfter;

    static Participant of(Game game, PlayerId player) {
        var participant = new Participant();
        participant.id = TimeOrderedIds.next();
        participant.game = game;
        participant.player = player;
        return participant;
    }

    /** Only once the question has closed, because a score tells whether the answer was right. */
    void earn(Answer answer) {
        if (answer.correct()) {
            score += answer.points();
            correctAnswers++;
        }
    }

    void settle(int place, Ratings.Change rating) {
        this.place = place;
        ratingBefore = rating.before();
        ratingAfter = rating.after();
    }

    UUID id() {
        return id;
    }

    PlayerId player() {
        return player;
    }

    int score() {
        return score;
    }

    int correctAnswers() {
        return correctAnswers;
    }

    @Nullable Integer place() {
        return place;
    }

    @SuppressWarnings("NullAway.Init")
    protected Participant() {} // JPA
}
