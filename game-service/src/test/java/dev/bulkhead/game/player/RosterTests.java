package dev.bulkhead.game.player;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.Tokens;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@GameTest
class RosterTests {

    @Autowired Table table;
    @Autowired Tokens tokens;

    @Test
    void entersANewPlayerWithTheInitialRating() {
        var anna = table.newcomer("anna");
        table.get(anna, "/api/game/players/" + anna.id()).expectProblem(404, "player-not-found");

        var me = table.get(anna, "/api/game/players/me").expect(200).json();

        assertThat(me.get("id").asString()).isEqualTo(anna.id().toString());
        assertThat(me.get("username").asString()).isEqualTo(anna.username());
        assertThat(me.get("rating").asInt()).isEqualTo(1200);
        assertThat(me.get("games").asInt()).isZero();
        assertThat(me.get("accuracy").isNull()).isTrue();
        assertThat(table.get(table.newcomer("ben"), "/api/game/players/" + anna.id()).json())
                .isEqualTo(me);
    }

    @Test
    void followsANewName() {
        var anna = table.newcomer("anna");
        table.get(anna, "/api/game/players/me").expect(200);
        var renamed = tokens.user(anna.username(), Map.of("username", anna.username() + "-new"));

        assertThat(
                        table.get(renamed, "/api/game/players/me")
                                .expect(200)
                                .json()
                                .get("username")
                                .asString())
                .isEqualTo(anna.username() + "-new");
    }

    @Test
    void givesANameThatWasPassedOnToItsNewOwner() {
        var first = table.newcomer("name");
        table.get(first, "/api/game/players/me").expect(200);
        var second = tokens.user(first.username() + "-heir", Map.of("username", first.username()));

        assertThat(
                        table.get(second, "/api/game/players/me")
                                .expect(200)
                                .json()
                                .get("username")
                                .asString())
                .isEqualTo(first.username());
        assertThat(
                        table.get(second, "/api/game/players/" + first.id())
                                .expect(200)
                                .json()
                                .get("username")
                                .asString())
                .startsWith(first.username() + " (");
    }

    @Test
    void knowsNobodyElse() {
        table.get(table.newcomer("anna"), "/api/game/players/" + UUID.randomUUID())
                .expectProblem(404, "player-not-found");
    }
}
