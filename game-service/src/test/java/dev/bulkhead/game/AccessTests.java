package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.Tokens;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Nothing here is for people without a token, or for programs. */
@GameTest
class AccessTests {

    @Autowired Table table;
    @Autowired Tokens tokens;

    @ParameterizedTest
    @CsvSource({
        "GET, /players/me",
        "GET, /players/{id}",
        "GET, /players/me/history",
        "POST, /lobbies",
        "GET, /lobbies",
        "GET, /lobbies/{id}",
        "POST, /lobbies/{id}/join",
        "POST, /lobbies/{id}/leave",
        "PUT, /lobbies/{id}/ready",
        "POST, /lobbies/{id}/start",
        "GET, /games/{id}",
        "POST, /games/{id}/answers",
        "GET, /games/{id}/results",
        "GET, /games/{id}/events",
        "GET, /leaderboard"
    })
    void needsAUsersToken(String method, String template) {
        var path = "/api/game" + template.replace("{id}", UUID.randomUUID().toString());

        table.send(null, method, path, null).expectProblem(401, "authentication-required");
        for (var bad :
                new String[] {
                    tokens.expired("anna").bearer(),
                    tokens.forged("anna").bearer(),
                    tokens.forOthers("anna").bearer(),
                    tokens.fromElsewhere("anna").bearer(),
                    "Bearer nonsense"
                }) {
            table.send(bad, method, path, null).expectProblem(401, "authentication-required");
        }
        table.send(tokens.service("robot", "game"), method, path, null)
                .expectProblem(403, "access-denied");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /players/17",
        "GET, /lobbies/17",
        "POST, /lobbies/17/join",
        "POST, /lobbies/17/leave",
        "POST, /lobbies/17/start",
        "GET, /games/17",
        "GET, /games/17/results",
        "GET, /games/17/events",
        "GET, /lobbies?status=shut",
        "GET, /lobbies?after=nonsense",
        "GET, /lobbies?limit=many",
        "GET, /players/me/history?after=MTc",
        "GET, /leaderboard?period=year",
        "GET, /leaderboard?after=MTc",
        "GET, /leaderboard?period=week&after=nonsense"
    })
    void refusesWhatItCannotRead(String method, String path) {
        var anna = table.newcomer("anna");

        table.send(anna.bearer(), method, "/api/game" + path, null)
                .expectProblem(400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /lobbies?limit=0",
        "GET, /lobbies?limit=101",
        "GET, /leaderboard?limit=0",
        "GET, /players/me/history?limit=1000"
    })
    void refusesPagesOfAnAbsurdSize(String method, String path) {
        var reply =
                table.send(table.newcomer("anna").bearer(), method, "/api/game" + path, null)
                        .expectProblem(422, "validation-failed");

        assertThat(reply.json().get("errors").get(0).get("field").asString()).isEqualTo("limit");
    }
}
