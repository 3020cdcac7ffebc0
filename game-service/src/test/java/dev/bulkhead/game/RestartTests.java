package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.ClockedGameTest;
import dev.bulkhead.game.support.EventStream;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestUser;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Instances come and go; the game goes on. The test's own instance conducts nothing. */
@ClockedGameTest
class RestartTests {

    @Autowired Environment environment;
    @Autowired Table table;

    ConfigurableApplicationContext startInstance() {
        return new SpringApplicationBuilder(GameServiceApplication.class)
                .run(
                        same("spring.datasource.url"),
                        same("spring.datasource.username"),
                        same("bulkhead.db.prefix"),
                        same("bulkhead.db.owner-role"),
                        same("bulkhead.db.password-file"),
                        same("bulkhead.jwks-uri"),
                        same("bulkhead.issuer"),
                        "--server.port=0",
                        "--bulkhead.db.pool=3",
                        "--bulkhead.game.pause=200ms",
                        "--bulkhead.game.tick=50ms",
                        "--bulkhead.game.stream.poll=50ms");
    }

    String same(String property) {
        return "--" + property + "=" + environment.getRequiredProperty(property);
    }

    void answerBoth(Table there, EventStream stream, int number, TestUser anna, TestUser ben) {
        var opened = stream.awaitQuestion(number).data();
        var game = stream.game();
        var question = GamePlayTests.questionOf(opened);
        there.answer(anna, game, question, there.rightAnswer(question)).expect(201);
        there.answer(ben, game, question, there.wrongAnswer(question)).expect(201);
    }

    @Test
    void aGameSurvivesARestart() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var before = startInstance();
        var there = table.at(before.getEnvironment());
        var game = there.startGame(3, 60, anna, ben);
        long lastSeen;
        try (var stream = EventStream.open(there, anna, game)) {
            answerBoth(there, stream, 1, anna, ben);
            var second = GamePlayTests.questionOf(stream.awaitQuestion(2).data());
            there.answer(anna, game, second, there.rightAnswer(second)).expect(201);
            stream.await(it ->
                    it.name().equals("answer-count")
                            && it.data().get("questionId").asString().equals(second.toString()));

            var closing = Instant.now();
            before.close();
            stream.awaitEnd();
            assertThat(Duration.between(closing, Instant.now())).isLessThan(Duration.ofSeconds(10));
            lastSeen = stream.events().getLast().id();
        }

        try (var after = startInstance();
                var stream =
                        EventStream.open(
                                table.at(after.getEnvironment()),
                                anna,
                                game,
                                Long.toString(lastSeen))) {
            var here = table.at(after.getEnvironment());
            var open = here.game(anna, game);
            assertThat(open.get("status").asString()).isEqualTo("asking");
            assertThat(open.get("answerCount").asInt()).isEqualTo(1);
            var second = GamePlayTests.questionOf(open);
            here.answer(anna, game, second, here.rightAnswer(second))
                    .expectProblem(409, "already-answered");
            here.answer(ben, game, second, here.wrongAnswer(second)).expect(201);
            answerBoth(here, stream, 3, anna, ben);
            stream.await("game-finished");

            // Two answers between two polls close the question without a count in between.
            assertThat(stream.names())
                    .filteredOn(it -> !it.equals("answer-count"))
                    .containsExactly(
                            "question-closed",
                            "question-opened",
                            "question-closed",
                            "game-finished");
            var players =
                    here.get(anna, "/api/game/games/" + game + "/results")
                            .expect(200)
                            .json()
                            .get("players");
            assertThat(players.get(0).get("username").asString()).isEqualTo(anna.username());
            assertThat(players.get(0).get("correctAnswers").asInt()).isEqualTo(3);
        }
    }

    @Test
    void twoInstancesPlayOneGame() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        try (var one = startInstance();
                var other = startInstance()) {
            var here = table.at(one.getEnvironment());
            var there = table.at(other.getEnvironment());
            var game = here.startGame(3, 60, anna, ben);
            try (var annas = EventStream.open(here, anna, game);
                    var bens = EventStream.open(there, ben, game)) {
                for (int number = 1; number <= 3; number++) {
                    var question = GamePlayTests.questionOf(bens.awaitQuestion(number).data());
                    there.answer(ben, game, question, there.rightAnswer(question)).expect(201);
                    annas.await(it ->
                            it.name().equals("answer-count")
                                    && it.data()
                                            .get("questionId")
                                            .asString()
                                            .equals(question.toString()));
                    here.answer(anna, game, question, here.wrongAnswer(question)).expect(201);
                }
                var end = annas.await("game-finished");
                assertThat(bens.await("game-finished").text()).isEqualTo(end.text());
                assertThat(annas.events()).extracting(it -> it.id()).doesNotHaveDuplicates();
            }
        }
    }
}
