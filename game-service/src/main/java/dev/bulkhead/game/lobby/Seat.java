package dev.bulkhead.game.lobby;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.shared.db.TimeOrderedIds;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One player's place in a lobby. */
@Entity
@Table(name = "lobby_players")
class Seat {

    @Id private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "lobby_id")
    private Lobby lobby;

    @AttributeOverride(name = "id", column = @Column(name = "player_id"))
    private PlayerId player;

    @Column(name = "is_ready")
    private boolean ready;

    private Instant joinedAt;

    static Seat of(Lobby lobby, PlayerId player, Instant now) {
        var seat = new Seat();
        seat.id = TimeOrderedIds.next();
        seat.lobby = lobby;
        seat.player = player;
        seat.joinedAt = now;
        return seat;
    }

    void ready(boolean ready) {
        this.ready = ready;
    }

    PlayerId player() {
        return player;
    }

    boolean ready() {
        return ready;
    }

    UUID id() {
        return id;
    }

    Instant joinedAt() {
        return joinedAt;
    }

    @SuppressWarnings("NullAway.Init")
    protected Seat() {} // JPA
}
