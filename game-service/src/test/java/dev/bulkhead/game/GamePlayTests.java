package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.EventStream;
import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Whole games, from the lobby to the result, as their players see them. */
@GameTest
class GamePlayTests {

    @Autowired Table table;
    @Autowired TestDatabase db;

    @Test
    void twoPlayersPlayFromTheLobbyToTheResult() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var game = table.startGame(3, 20, anna, ben);

        try (var annas = EventStream.open(table, anna, game);
                var bens = EventStream.open(table, ben, game)) {
            assertThat(annas.await("state").data().get("questionCount").asInt()).isEqualTo(3);
            for (int number = 1; number <= 3; number++) {
                var question = questionOf(annas.awaitQuestion(number).data());
                table.answer(anna, game, question, table.rightAnswer(question)).expect(201);
                annas.await("answer-count");
                bens.awaitQuestion(number);
                table.answer(ben, game, question, table.wrongAnswer(question)).expect(201);
            }
            var end = annas.await("game-finished").data();
            assertThat(end.get("players").get(0).get("playerId").asString())
                    .isEqualTo(anna.id().toString());
            annas.awaitEnd();
            bens.awaitEnd();
            assertThat(annas.events())
                    .extracting(EventStream.Event::id)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(bens.names().stream().filter("question-closed"::equals)).hasSize(3);
        }

        var results = table.get(anna, "/api/game/games/" + game + "/results").expect(200).json();
        assertThat(results.get("status").asString()).isEqualTo("finished");
        var first = results.get("players").get(0);
        var second = results.get("players").get(1);
        assertThat(first.get("username").asString()).isEqualTo(anna.username());
        assertThat(first.get("place").asInt()).isEqualTo(1);
        assertThat(first.get("correctAnswers").asInt()).isEqualTo(3);
        assertThat(first.get("score").asInt()).isBetween(3 * 300, 3 * 1000);
        assertThat(first.get("ratingBefore").asInt()).isEqualTo(1200);
        assertThat(first.get("ratingAfter").asInt()).isEqualTo(1216);
        assertThat(second.get("place").asInt()).isEqualTo(2);
        assertThat(second.get("score").asInt()).isZero();
        assertThat(second.get("ratingAfter").asInt()).isEqualTo(1184);
        assertThat(results.get("questions")).hasSize(3);
        assertThat(results.get("questions").get(0).get("answers")).hasSize(2);

        var career = table.get(anna, "/api/game/players/me").expect(200).json();
        assertThat(career.get("games").asInt()).isEqualTo(1);
        assertThat(career.get("wins").asInt()).isEqualTo(1);
        assertThat(career.get("accuracy").asDouble()).isEqualTo(1.0);
        assertThat(career.get("rating").asInt()).isEqualTo(1216);
        assertThat(statusOfTheLobbyOf(game)).isEqualTo("closed");
    }

    @Test
    void threePlayersPlayAndOneNeverAnswers() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var carl = table.newcomer("carl");
        var game = table.startGame(3, 5, anna, ben, carl);

        try (var stream = EventStream.open(table, ben, game)) {
            for (int number = 1; number <= 3; number++) {
                var question = questionOf(stream.awaitQuestion(number).data());
                table.answer(anna, game, question, table.rightAnswer(question)).expect(201);
                if (number < 3) {
                    table.answer(ben, game, question, table.rightAnswer(question)).expect(201);
                }
                if (number == 1) {
                    table.answer(carl, game, question, table.wrongAnswer(question)).expect(201);
                }
            }
            stream.await("game-finished");
        }

        var players = table.get(carl, "/api/game/games/" + game + "/results").json().get("players");
        assertThat(players.valueStream().map(it -> it.get("username").asString()))
                .containsExactly(anna.username(), ben.username(), carl.username());
        assertThat(players.valueStream().map(it -> it.get("ratingAfter").asInt()))
                .containsExactly(1216, 1200, 1184);
        assertThat(players.valueStream().map(it -> it.get("correctAnswers").asInt()))
                .containsExactly(3, 2, 0);
    }

    static UUID questionOf(JsonNode opened) {
        return UUID.fromString(opened.get("question").get("id").asString());
    }

    String statusOfTheLobbyOf(UUID game) {
        return db.asRuntime()
                .sql(
                        """
                        select l.status from lobbies l join games g on g.lobby_id = l.id
                        where g.id = :game
                        """)
                .param("game", game)
                .query(String.class)
                .single();
    }
}
