package dev.bulkhead.game.career;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.ClockedGameTest;
import dev.bulkhead.game.support.MovableClock;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ClockedGameTest
class CareerTests {

    @Autowired Table table;
    @Autowired MovableClock clock;

    /** Plays a game that the first one wins. */
    UUID play(TestUser winner, TestUser other) {
        var game = table.startGame(3, 10, winner, other);
        for (int number = 1; number <= 3; number++) {
            clock.forward(Duration.ofSeconds(3));
            var question =
                    UUID.fromString(table.game(winner, game).get("question").get("id").asString());
            table.answer(winner, game, question, table.rightAnswer(question)).expect(201);
            table.answer(
                            other,
                            game,
                            question,
                            number == 1 ? table.rightAnswer(question) : table.wrongAnswer(question))
                    .expect(201);
            if (number == 1) {
                clock.forward(Duration.ofMillis(1));
            }
        }
        return game;
    }

    @Test
    void countsGamesWinsAndRightAnswers() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        play(anna, ben);
        play(anna, ben);
        play(ben, anna);
        table.startGame(3, 10, anna, ben); // not finished

        var annas = table.get(ben, "/api/game/players/" + anna.id()).expect(200).json();

        assertThat(annas.get("games").asInt()).isEqualTo(3);
        assertThat(annas.get("wins").asInt()).isEqualTo(2);
        assertThat(annas.get("questions").asInt()).isEqualTo(9);
        assertThat(annas.get("correctAnswers").asInt()).isEqualTo(7);
        assertThat(annas.get("accuracy").asDouble()).isEqualTo(7 / 9.0);
        assertThat(annas.get("lastPlayedAt").asString()).isNotEmpty();
    }

    @Test
    void remembersFinishedGamesPageByPage() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var played = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            played.add(0, play(anna, ben).toString());
        }
        table.startGame(3, 10, anna, ben);

        var seen = new ArrayList<String>();
        for (var after = "first"; !after.isEmpty(); ) {
            var page =
                    table.get(
                                    anna,
                                    "/api/game/players/me/history?limit=2"
                                            + (after.equals("first") ? "" : "&after=" + after))
                            .expect(200)
                            .json();
            page.get("items").forEach(it -> seen.add(it.get("gameId").asString()));
            after = page.get("next").asString("");
        }
        assertThat(seen).isEqualTo(played);

        var first = table.get(anna, "/api/game/players/me/history").json().get("items").get(2);
        assertThat(first.get("place").asInt()).isEqualTo(1);
        assertThat(first.get("players").asInt()).isEqualTo(2);
        assertThat(first.get("correctAnswers").asInt()).isEqualTo(3);
        assertThat(first.get("ratingBefore").asInt()).isEqualTo(1200);
        assertThat(first.get("ratingAfter").asInt()).isEqualTo(1216);
        assertThat(
                        table.get(table.newcomer("carl"), "/api/game/players/me/history")
                                .expect(200)
                                .json()
                                .get("items"))
                .isEmpty();
    }
}
