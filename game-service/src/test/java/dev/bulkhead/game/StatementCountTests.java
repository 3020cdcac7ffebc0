package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.ClockedGameTest;
import dev.bulkhead.game.support.MovableClock;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.Statements;
import dev.bulkhead.testing.TestUser;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How many statements a request costs must not depend on how much there is. */
@ClockedGameTest
class StatementCountTests {

    @Autowired Table table;
    @Autowired MovableClock clock;

    Statements statements;

    @BeforeEach
    void listen() {
        statements = new Statements();
    }

    @AfterEach
    void stopListening() {
        statements.close();
    }

    long costOf(Runnable request) {
        return statements.of(request).size();
    }

    TestUser[] crowd(int size) {
        return IntStream.range(0, size)
                .mapToObj(it -> table.newcomer("c"))
                .toArray(TestUser[]::new);
    }

    UUID openQuestion(TestUser player, UUID game) {
        clock.forward(Duration.ofSeconds(3));
        return UUID.fromString(table.game(player, game).get("question").get("id").asString());
    }

    @Test
    void aGameCostsTheSameWithManyPlayersAndQuestions() {
        var few = crowd(2);
        var many = crowd(12);
        var small = table.startGame(3, 60, few);
        var large = table.startGame(20, 60, many);
        var smallQuestion = openQuestion(few[0], small);
        var largeQuestion = openQuestion(many[0], large);
        for (int i = 2; i < 11; i++) {
            table.answer(many[i], large, largeQuestion, table.rightAnswer(largeQuestion))
                    .expect(201);
        }

        var path = "/api/game/games/";
        assertThat(costOf(() -> table.game(many[0], large)))
                .isEqualTo(costOf(() -> table.game(few[0], small)))
                .isEqualTo(3);
        var right = table.rightAnswer(largeQuestion);
        assertThat(costOf(() -> table.answer(many[0], large, largeQuestion, right).expect(201)))
                .isEqualTo(
                        costOf(() -> table.answer(few[0], small, smallQuestion, "?").expect(422))
                                + 2); // the answer, and the game's number of events

        clock.forward(Duration.ofSeconds(60));
        var smallClosing = costOf(() -> table.get(few[0], path + small).expect(200));
        var largeClosing = costOf(() -> table.get(many[0], path + large).expect(200));
        // the scores are one batch, which is not there where nobody was right
        assertThat(largeClosing).isBetween(smallClosing, smallClosing + 1);
    }

    @Test
    void listsCostOneStatement() {
        var anna = table.newcomer("anna");
        IntStream.range(0, 5).forEach(it -> table.openLobby(anna, 4));
        table.get(anna, "/api/game/players/me").expect(200);

        assertThat(costOf(() -> table.get(anna, "/api/game/lobbies").expect(200))).isEqualTo(1);
        assertThat(costOf(() -> table.get(anna, "/api/game/leaderboard").expect(200))).isEqualTo(1);
        assertThat(costOf(() -> table.get(anna, "/api/game/leaderboard?period=week").expect(200)))
                .isEqualTo(1);
        assertThat(costOf(() -> table.get(anna, "/api/game/players/me/history").expect(200)))
                .isEqualTo(1);
        assertThat(costOf(() -> table.get(anna, "/api/game/players/" + anna.id()).expect(200)))
                .isEqualTo(1);
        assertThat(costOf(() -> table.get(anna, "/api/game/players/me").expect(200))).isEqualTo(2);
    }

    @Test
    void aLobbyCostsTheSameWithManyPlayers() {
        var few = crowd(2);
        var many = crowd(15);
        var small = table.readyLobby(3, 60, few);
        var large = table.readyLobby(3, 60, many);

        assertThat(costOf(() -> table.get(many[0], "/api/game/lobbies/" + large).expect(200)))
                .isEqualTo(
                        costOf(() -> table.get(few[0], "/api/game/lobbies/" + small).expect(200)))
                .isEqualTo(2);
        assertThat(costOf(() -> table.join(table.newcomer("d"), large).expect(200)))
                .isEqualTo(costOf(() -> table.join(table.newcomer("d"), small).expect(200)));
    }
}
