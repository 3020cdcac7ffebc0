package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.EventStream;
import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Reply;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.BadInput;
import dev.bulkhead.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Whatever is sent, nothing is stored and nothing breaks. */
@GameTest
class BadInputTests {

    @Autowired RestTestClient client;
    @Autowired Table table;
    @Autowired TestDatabase db;

    int count(String tableName) {
        return db.asRuntime()
                .sql("select count(*) from " + tableName)
                .query(Integer.class)
                .single();
    }

    @Test
    void opensNoLobby() {
        var before = count("lobbies");

        BadInput.to(client, HttpMethod.POST, "/api/game/lobbies")
                .as(table.newcomer("anna"))
                .insteadOf(
                        """
                        { "name": "Friday", "maxPlayers": 4,
                          "settings": { "categories": ["history"], "difficulty": "easy",
                                        "questions": 3, "secondsPerQuestion": 10 } }
                        """)
                .optional("settings.categories", "settings.difficulty")
                .mayBeEmpty("settings.categories")
                .isRefused();

        assertThat(count("lobbies")).isEqualTo(before);
    }

    @Test
    void opensNoLobbyWhoseNameActsOnATerminal() {
        var before = count("lobbies");
        var anna = table.newcomer("anna");

        for (var name : new String[] {"a\r\nX: y", "\u001b[31mred", "\t"}) {
            table.post(
                            anna,
                            "/api/game/lobbies",
                            Map.of(
                                    "name",
                                    name,
                                    "maxPlayers",
                                    4,
                                    "settings",
                                    Map.of("questions", 3, "secondsPerQuestion", 10)))
                    .expectProblem(422, "validation-failed");
        }

        assertThat(count("lobbies")).isEqualTo(before);
    }

    @Test
    void makesNobodyReady() {
        var anna = table.newcomer("anna");
        var lobby = table.openLobby(anna, 4);

        BadInput.to(client, HttpMethod.PUT, "/api/game/lobbies/" + lobby + "/ready")
                .as(anna)
                .insteadOf("{ \"ready\": true }")
                .isRefused();

        assertThat(
                        db.asRuntime()
                                .sql("select is_ready from lobby_players where lobby_id = :id")
                                .param("id", lobby)
                                .query(Boolean.class)
                                .single())
                .isFalse();
    }

    @Test
    void countsNoAnswer() {
        var anna = table.newcomer("anna");
        var game = table.startGame(3, 60, anna, table.newcomer("ben"));
        try (var stream = EventStream.open(table, anna, game)) {
            var question = GamePlayTests.questionOf(stream.awaitQuestion(1).data());

            BadInput.to(client, HttpMethod.POST, "/api/game/games/" + game + "/answers")
                    .as(anna)
                    .insteadOf(
                            Reply.JSON.writeValueAsString(
                                    Map.of(
                                            "questionId",
                                            question,
                                            "answer",
                                            table.rightAnswer(question))))
                    .isRefused();
            table.answer(anna, game, question, "none of the options")
                    .expectProblem(422, "unknown-option");
            table.answer(anna, game, UUID.randomUUID(), "x")
                    .expectProblem(404, "question-not-found");
            table.answer(table.newcomer("stranger"), game, question, "x")
                    .expectProblem(404, "game-not-found");

            assertThat(
                            db.asRuntime()
                                    .sql("select count(*) from answers where game_id = :id")
                                    .param("id", game)
                                    .query(Integer.class)
                                    .single())
                    .isZero();
        }
    }
}
