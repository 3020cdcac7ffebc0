package dev.bulkhead.game.lobby;

import dev.bulkhead.game.lobby.LobbyOutcome.Reason;
import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.QuizSettings;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Where players gather before a game. */
@Entity
@Table(name = "lobbies")
class Lobby {

    static final int FEWEST_PLAYERS = 2;

    @EmbeddedId private LobbyId id;

    @AttributeOverride(name = "id", column = @Column(name = "creator_id"))
    private PlayerId creator;

    private String name;
    private int maxPlayers;
    private int playerCount;

    @Enumerated(EnumType.STRING)
    private LobbyStatus status;

    @JdbcTypeCode(SqlTypes.JSON)
    private QuizSettings settings;

    private Instant expiresAt;
    private Instant createdAt;

    @Version private @Nullable Integer version; // null until stored

    @OneToMany(mappedBy = "lobby", cascade = CascadeType.PERSIST, orphanRemoval = true)
    @OrderBy("joinedAt, id")
    private List<Seat> seats = new ArrayList<>();

    /** A lobby with its creator in it. */
    static Lobby open(
            String name,
            PlayerId creator,
            int maxPlayers,
            QuizSettings settings,
            LobbyRules rules,
            Instant now) {
        var lobby = new Lobby();
        lobby.id = LobbyId.next();
        lobby.name = name;
        lobby.creator = creator;
        lobby.maxPlayers = maxPlayers;
        lobby.settings = settings;
        lobby.status = LobbyStatus.OPEN;
        lobby.createdAt = now;
        lobby.expiresAt = now.plus(rules.expiry());
        lobby.seats.add(Seat.of(lobby, creator, now));
        lobby.playerCount = 1;
        return lobby;
    }

    /** Joining twice is the same as once. */
    Optional<Reason> join(PlayerId player, LobbyRules rules, Instant now) {
        if (!isOpen(now)) {
            return Optional.of(Reason.LOBBY_NOT_OPEN);
        }
        if (seatOf(player).isPresent()) {
            return Optional.empty();
        }
        if (playerCount == maxPlayers) {
            return Optional.of(Reason.LOBBY_FULL);
        }
        seats.add(Seat.of(this, player, now));
        playerCount++;
        expiresAt = now.plus(rules.expiry());
        return Optional.empty();
    }

    /**
     * A creator who leaves hands over to whoever is there longest; the last one closes the lobby.
     */
    Optional<Reason> leave(PlayerId player, LobbyRules rules, Instant now) {
        var seat = seatOf(player);
        if (seat.isEmpty()) {
            return Optional.of(Reason.NOT_A_MEMBER);
        }
        if (!isOpen(now)) {
            return Optional.of(Reason.LOBBY_NOT_OPEN);
        }
        seats.remove(seat.get());
        playerCount--;
        expiresAt = now.plus(rules.expiry());
        if (seats.isEmpty()) {
            status = LobbyStatus.CLOSED;
        } else if (creator.equals(player)) {
            creator =
                    seats.stream()
                            .min(Comparator.comparing(Seat::joinedAt).thenComparing(Seat::id))
                            .orElseThrow()
                            .player();
        }
        return Optional.empty();
    }

    Optional<Reason> ready(PlayerId player, boolean ready, LobbyRules rules, Instant now) {
        var seat = seatOf(player);
        if (seat.isEmpty()) {
            return Optional.of(Reason.NOT_A_MEMBER);
        }
        if (!isOpen(now)) {
            return Optional.of(Reason.LOBBY_NOT_OPEN);
        }
        seat.get().ready(ready);
        expiresAt = now.plus(rules.expiry());
        return Optional.empty();
    }

    /** The creator starts once everybody, the creator too, is ready. */
    Optional<Reason> start(PlayerId player, Instant now) {
        if (seatOf(player).isEmpty()) {
            return Optional.of(Reason.NOT_A_MEMBER);
        }
        if (!creator.equals(player)) {
            return Optional.of(Reason.NOT_THE_CREATOR);
        }
        if (!isOpen(now)) {
            return Optional.of(Reason.LOBBY_NOT_OPEN);
        }
        if (playerCount < FEWEST_PLAYERS) {
            return Optional.of(Reason.TOO_FEW_PLAYERS);
        }
        if (!seats.stream().allMatch(Seat::ready)) {
            return Optional.of(Reason.PLAYERS_NOT_READY);
        }
        status = LobbyStatus.PLAYING;
        return Optional.empty();
    }

    void close() {
        status = LobbyStatus.CLOSED;
    }

    private boolean isOpen(Instant now) {
        return status == LobbyStatus.OPEN && now.isBefore(expiresAt);
    }

    private Optional<Seat> seatOf(PlayerId player) {
        return seats.stream().filter(it -> it.player().equals(player)).findAny();
    }

    List<PlayerId> players() {
        return seats.stream().map(Seat::player).toList();
    }

    LobbyId id() {
        return id;
    }

    PlayerId creator() {
        return creator;
    }

    LobbyStatus status() {
        return status;
    }

    QuizSettings settings() {
        return settings;
    }

    @SuppressWarnings("NullAway.Init")
    protected Lobby() {} // JPA
}
