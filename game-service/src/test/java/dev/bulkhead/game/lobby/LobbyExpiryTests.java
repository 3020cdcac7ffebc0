package dev.bulkhead.game.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.ClockedGameTest;
import dev.bulkhead.game.support.MovableClock;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ClockedGameTest
class LobbyExpiryTests {

    @Autowired Table table;
    @Autowired TestDatabase db;
    @Autowired MovableClock clock;
    @Autowired GatheringPlayers gathering;

    String stored(UUID lobby) {
        return db.asRuntime()
                .sql("select status from lobbies where id = :id")
                .param("id", lobby)
                .query(String.class)
                .single();
    }

    @Test
    void anAbandonedLobbyIsClosedAtOnceAndSweptLater() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var lobby = table.openLobby(anna, 4);
        clock.forward(Duration.ofMinutes(29));
        var visited = table.openLobby(ben, 4);
        table.get(ben, "/api/game/lobbies/" + lobby).expect(200);

        clock.forward(Duration.ofMinutes(1));

        assertThat(stored(lobby)).isEqualTo("open"); // nobody has swept
        table.get(ben, "/api/game/lobbies/" + lobby).expectProblem(404, "lobby-not-found");
        assertThat(
                        table.get(anna, "/api/game/lobbies/" + lobby)
                                .expect(200)
                                .json()
                                .get("status")
                                .asString())
                .isEqualTo("closed");
        table.join(ben, lobby).expectProblem(409, "lobby-not-open");
        assertThat(table.get(ben, "/api/game/lobbies").json().get("items"))
                .extracting(it -> it.get("id").asString())
                .contains(visited.toString())
                .doesNotContain(lobby.toString());

        assertThat(gathering.closeExpired()).isEqualTo(1);
        assertThat(stored(lobby)).isEqualTo("closed");
        assertThat(stored(visited)).isEqualTo("open");
    }
}
