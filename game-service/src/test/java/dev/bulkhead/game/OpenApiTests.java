package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Table;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@GameTest
class OpenApiTests {

    @Autowired Table table;

    @Test
    void describesEveryEndpointToEverybody() {
        var document = table.send(null, "GET", "/api/game/openapi", null).expect(200).json();

        var paths = document.get("paths");
        assertThat(paths.propertyNames().stream().filter(it -> it.startsWith("/api/")))
                .containsExactlyInAnyOrder(
                        "/api/game/lobbies",
                        "/api/game/lobbies/{id}",
                        "/api/game/lobbies/{id}/join",
                        "/api/game/lobbies/{id}/leave",
                        "/api/game/lobbies/{id}/ready",
                        "/api/game/lobbies/{id}/start",
                        "/api/game/games/{id}",
                        "/api/game/games/{id}/answers",
                        "/api/game/games/{id}/results",
                        "/api/game/games/{id}/events",
                        "/api/game/players/me",
                        "/api/game/players/me/history",
                        "/api/game/players/{id}",
                        "/api/game/leaderboard");
        paths.propertyStream()
                .filter(it -> it.getKey().startsWith("/api/"))
                .forEach(path ->
                        path.getValue()
                                .forEach(operation -> {
                                    assertThat(operation.get("summary").asString()).isNotBlank();
                                    var parameters = operation.get("parameters");
                                    if (parameters != null) {
                                        assertThat(
                                                        parameters
                                                                .valueStream()
                                                                .map(it ->
                                                                        it.get("name").asString()))
                                                .doesNotContain("token", "caller", "query");
                                    }
                                }));
        assertThat(
                        paths.get("/api/game/lobbies/{id}/start")
                                .get("post")
                                .get("responses")
                                .propertyNames())
                .contains("201", "4XX");
    }
}
