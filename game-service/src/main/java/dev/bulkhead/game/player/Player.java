package dev.bulkhead.game.player;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person who plays, and how strong. */
@Entity
@Table(name = "players")
class Player {

    @EmbeddedId private PlayerId id;

    private String username;
    private int rating;
    private @Nullable Instant lastPlayedAt;
    private Instant createdAt;

    void played(int ratingAfter, Instant at) {
        rating = ratingAfter;
        lastPlayedAt = at;
    }

    PlayerId id() {
        return id;
    }

    String username() {
        return username;
    }

    int rating() {
        return rating;
    }

    @SuppressWarnings("NullAway.Init")
    protected Player() {} // JPA
}
