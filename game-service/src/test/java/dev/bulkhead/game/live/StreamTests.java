package dev.bulkhead.game.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.game.support.EventStream;
import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestUser;
import dev.bulkhead.testing.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@GameTest
class StreamTests {

    @Autowired Table table;
    @Autowired Tokens tokens;
    @Autowired Subscriptions subscriptions;

    TestUser anna;
    TestUser ben;
    UUID game;

    @BeforeEach
    void start() {
        anna = table.newcomer("anna");
        ben = table.newcomer("ben");
        game = table.startGame(3, 60, anna, ben);
    }

    @AfterEach
    void leavesNoSubscriptionBehind() {
        await().atMost(Duration.ofSeconds(10)).until(() -> subscriptions.count() == 0);
    }

    UUID play(EventStream stream, int number) {
        var question =
                UUID.fromString(
                        stream.awaitQuestion(number).data().get("question").get("id").asString());
        table.answer(anna, game, question, table.rightAnswer(question)).expect(201);
        table.answer(ben, game, question, table.wrongAnswer(question)).expect(201);
        return question;
    }

    @Test
    void isAnEventStreamThatNobodyBuffers() {
        try (var stream = EventStream.open(table, anna, game)) {
            var headers = stream.response().headers();
            assertThat(stream.response().statusCode()).isEqualTo(200);
            assertThat(headers.firstValue("Content-Type"))
                    .hasValueSatisfying(it -> assertThat(it).startsWith("text/event-stream"));
            assertThat(headers.allValues("Cache-Control")).containsExactly("no-store");
            assertThat(headers.firstValue("X-Accel-Buffering")).contains("no");
            assertThat(stream.await("state").data().get("id").asString())
                    .isEqualTo(game.toString());
        }
    }

    @Test
    void breaksTheSilenceSoThatItStaysOpen() {
        try (var stream = EventStream.open(table, anna, game)) {
            stream.awaitQuestion(1);
            int before = stream.comments().size();
            await().until(() -> stream.comments().size() >= before + 2);
        }
    }

    @Test
    void isNotOpenedForThoseWhoOnlyWantItsHeaders() {
        for (int i = 0; i < 5; i++) {
            table.send(anna.bearer(), "HEAD", "/api/game/games/" + game + "/events", null)
                    .expect(200);
            assertThat(subscriptions.count()).isZero();
        }
    }

    @Test
    void isForThePlayersOfTheGame() {
        table.get(table.newcomer("stranger"), "/api/game/games/" + game + "/events")
                .expectProblem(404, "game-not-found");
        table.get(anna, "/api/game/games/" + UUID.randomUUID() + "/events")
                .expectProblem(404, "game-not-found");
    }

    @Test
    void goesOnWhereItBrokeOff() {
        long seen;
        try (var stream = EventStream.open(table, anna, game)) {
            play(stream, 1);
            seen = stream.awaitQuestion(1).id();
            stream.awaitQuestion(2);
        }
        try (var stream = EventStream.open(table, anna, game, Long.toString(seen))) {
            var closed = stream.await("question-closed");
            assertThat(stream.events().getFirst()).isEqualTo(closed);
            assertThat(closed.data().get("scores").get(0).get("playerId").asString())
                    .isEqualTo(anna.id().toString());
            stream.awaitQuestion(2);
            assertThat(stream.names()).doesNotContain("state");
        }
    }

    @Test
    void beginsWithTheStateIfItDoesNotKnowTheLastEvent() {
        for (var nonsense : new String[] {"nonsense", "999999", "-5", "9".repeat(30)}) {
            try (var stream = EventStream.open(table, anna, game, nonsense)) {
                stream.await("state");
            }
            await().until(() -> subscriptions.count() == 0);
        }
    }

    @Test
    void endsWithTheGameAndIsNotOpenedAgain() {
        long last;
        try (var stream = EventStream.open(table, anna, game)) {
            play(stream, 1);
            play(stream, 2);
            play(stream, 3);
            last = stream.await("game-finished").id();
            stream.awaitEnd();
        }
        try (var late = EventStream.open(table, ben, game)) {
            late.awaitEnd();
            assertThat(late.names()).containsExactly("state", "game-finished");
        }
        try (var again = EventStream.open(table, anna, game, Long.toString(last))) {
            assertThat(again.response().statusCode()).isEqualTo(204);
        }
    }

    @Test
    void endsWithTheToken() {
        var expiring =
                tokens.user(
                        anna.username(), Map.of("exp", Date.from(Instant.now().plusSeconds(2))));

        try (var stream = EventStream.open(table, expiring, game)) {
            stream.await("state");
            stream.awaitEnd();
            assertThat(table.game(anna, game).get("status").asString()).isEqualTo("asking");
        }
    }

    @Test
    void isOpenedOnlySoManyTimesByOnePlayer() {
        try (var one = EventStream.open(table, anna, game);
                var two = EventStream.open(table, anna, game);
                var bens = EventStream.open(table, ben, game)) {
            one.await("state");
            two.await("state");
            bens.await("state");
            table.get(anna, "/api/game/games/" + game + "/events")
                    .expectProblem(429, "too-many-streams");
        }
        await().until(() -> subscriptions.count() == 0);
        try (var again = EventStream.open(table, anna, game)) {
            again.await("state");
        }
    }

    @Test
    void isForgottenWhenTheClientHasGone() {
        try (var stream = EventStream.open(table, anna, game)) {
            stream.await("state");
            assertThat(subscriptions.count()).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> subscriptions.count() == 0);
    }
}
