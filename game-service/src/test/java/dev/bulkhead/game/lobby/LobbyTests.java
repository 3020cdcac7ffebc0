package dev.bulkhead.game.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.lobby.LobbyOutcome.Reason;
import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.QuizSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LobbyTests {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    static final LobbyRules RULES = new LobbyRules(Duration.ofMinutes(30), Duration.ofSeconds(30));

    final PlayerId anna = new PlayerId(UUID.randomUUID());
    final PlayerId ben = new PlayerId(UUID.randomUUID());
    final PlayerId carl = new PlayerId(UUID.randomUUID());
    final Lobby lobby =
            Lobby.open("Friday", anna, 2, new QuizSettings(List.of(), null, 3, 10), RULES, NOON);

    @Test
    void seatsNoMoreThanItHasPlaces() {
        assertThat(lobby.join(ben, RULES, NOON)).isEmpty();
        assertThat(lobby.join(carl, RULES, NOON)).contains(Reason.LOBBY_FULL);
    }

    @Test
    void letsAMemberJoinAgain() {
        lobby.join(ben, RULES, NOON);

        assertThat(lobby.join(ben, RULES, NOON)).isEmpty();
        assertThat(lobby.players()).containsExactly(anna, ben);
    }

    @Test
    void startsOnceEverybodyIsReady() {
        lobby.join(ben, RULES, NOON);
        lobby.ready(anna, true, RULES, NOON);
        assertThat(lobby.start(anna, NOON)).contains(Reason.PLAYERS_NOT_READY);

        lobby.ready(ben, true, RULES, NOON);
        assertThat(lobby.start(ben, NOON)).contains(Reason.NOT_THE_CREATOR);
        assertThat(lobby.start(carl, NOON)).contains(Reason.NOT_A_MEMBER);
        assertThat(lobby.start(anna, NOON)).isEmpty();
        assertThat(lobby.start(anna, NOON)).contains(Reason.LOBBY_NOT_OPEN);
    }

    @Test
    void needsTwoPlayers() {
        lobby.ready(anna, true, RULES, NOON);

        assertThat(lobby.start(anna, NOON)).contains(Reason.TOO_FEW_PLAYERS);
    }

    @Test
    void passesToWhoeverIsThereLongestWhenTheCreatorLeaves() {
        lobby.join(ben, RULES, NOON.plusSeconds(1));
        lobby.leave(anna, RULES, NOON.plusSeconds(2));

        assertThat(lobby.creator()).isEqualTo(ben);
        assertThat(lobby.status()).isEqualTo(LobbyStatus.OPEN);
    }

    @Test
    void closesWhenTheLastOneLeaves() {
        lobby.leave(anna, RULES, NOON);

        assertThat(lobby.status()).isEqualTo(LobbyStatus.CLOSED);
        assertThat(lobby.join(ben, RULES, NOON)).contains(Reason.LOBBY_NOT_OPEN);
    }

    @Test
    void isClosedOnceNobodyHasMovedForAWhile() {
        var lastMinute = NOON.plus(Duration.ofMinutes(29));
        assertThat(lobby.join(ben, RULES, lastMinute)).isEmpty();

        var later = lastMinute.plus(Duration.ofMinutes(29));
        assertThat(lobby.ready(ben, true, RULES, later)).isEmpty();
        assertThat(lobby.ready(anna, true, RULES, later.plus(Duration.ofMinutes(30))))
                .contains(Reason.LOBBY_NOT_OPEN);
    }

    @Test
    void keepsStrangersFromLeavingOrGettingReady() {
        assertThat(lobby.leave(ben, RULES, NOON)).contains(Reason.NOT_A_MEMBER);
        assertThat(lobby.ready(ben, true, RULES, NOON)).contains(Reason.NOT_A_MEMBER);
    }
}
