package dev.bulkhead.game.quiz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.game.support.ClockedGameTest;
import dev.bulkhead.game.support.MovableClock;
import dev.bulkhead.game.support.Race;
import dev.bulkhead.game.support.Reply;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.shared.db.ViolatedConstraint;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import tools.jackson.databind.JsonNode;

/** Three questions of 10 s, 3 s before each; no conductor but where a test runs one. */
@ClockedGameTest
class DeadlineTests {

    @Autowired Table table;
    @Autowired TestDatabase db;
    @Autowired MovableClock clock;
    @Autowired Conducting conducting;
    @Autowired GameStates states;

    TestUser anna;
    TestUser ben;
    UUID game;

    @BeforeEach
    void start() {
        anna = table.newcomer("anna");
        ben = table.newcomer("ben");
        game = table.startGame(3, 10, anna, ben);
    }

    JsonNode open() {
        clock.forward(Duration.ofSeconds(3));
        var state = table.game(anna, game);
        assertThat(state.get("status").asString()).isEqualTo("asking");
        return state;
    }

    static UUID question(JsonNode state) {
        return UUID.fromString(state.get("question").get("id").asString());
    }

    Reply answer(TestUser player, UUID question) {
        return table.answer(player, game, question, table.rightAnswer(question));
    }

    long lastEvent() {
        return states.lastEvents(List.of(game)).get(game);
    }

    @Test
    void opensAQuestionWhenItIsTimeThoughNobodyConducts() {
        clock.forward(Duration.ofMillis(2_999));
        var early = table.game(anna, game);
        assertThat(early.get("status").asString()).isEqualTo("waiting");
        assertThat(early.get("question").isNull()).isTrue();
        assertThat(early.get("nextQuestionAt").asString()).isNotEmpty();

        clock.forward(Duration.ofMillis(1));
        var open = table.game(anna, game);
        assertThat(open.get("status").asString()).isEqualTo("asking");
        assertThat(open.get("question").get("options")).hasSize(4);
        assertThat(open.get("question").get("number").asInt()).isEqualTo(1);
    }

    @Test
    void takesAnAnswerInTheLastMomentAndNoneAfterIt() {
        var question = question(open());
        clock.forward(Duration.ofMillis(9_999));
        answer(anna, question).expect(201);
        clock.forward(Duration.ofMillis(1));

        answer(ben, question).expectProblem(409, "question-closed");
        assertThat(table.game(ben, game).get("lastQuestion").get("correctAnswer").asString())
                .isEqualTo(table.rightAnswer(question));
    }

    @Test
    void measuresTheTimeItself() {
        var question = question(open());
        clock.forward(Duration.ofMillis(2_500));

        assertThat(answer(anna, question).expect(201).json().get("timeTakenMs").asInt())
                .isEqualTo(2_500);
    }

    @Test
    void tellsTheResultOnceTheGameIsOver() {
        for (int i = 0; i < 3; i++) {
            answer(anna, question(open())).expect(201);
            table.get(anna, "/api/game/games/" + game + "/results")
                    .expectProblem(409, "game-not-over");
            clock.forward(Duration.ofSeconds(10));
            table.game(anna, game);
        }

        var results = table.get(ben, "/api/game/games/" + game + "/results").expect(200).json();

        assertThat(results.get("players").get(0).get("playerId").asString())
                .isEqualTo(anna.id().toString());
        assertThat(results.get("players").get(0).get("ratingAfter").asInt()).isEqualTo(1216);
        table.get(table.newcomer("stranger"), "/api/game/games/" + game + "/results")
                .expectProblem(404, "game-not-found");
        table.get(table.newcomer("stranger"), "/api/game/games/" + game)
                .expectProblem(404, "game-not-found");
        table.get(anna, "/api/game/games/" + UUID.randomUUID())
                .expectProblem(404, "game-not-found");
    }

    @Test
    void manyConductorsTakeEachStepOnce() {
        clock.forward(Duration.ofSeconds(3));
        var before = lastEvent();
        conduct(6);
        assertThat(lastEvent()).isEqualTo(before + 1);
        answer(anna, question(table.game(anna, game))).expect(201);

        for (int i = 0; i < 3; i++) {
            clock.forward(Duration.ofSeconds(10));
            conduct(6); // closes
            clock.forward(Duration.ofSeconds(3));
            conduct(6); // opens
        }

        assertThat(table.game(anna, game).get("status").asString()).isEqualTo("finished");
        // three openings, three closings, one answer, start and end
        assertThat(lastEvent()).isEqualTo(3 + 3 + 1 + 2);
        assertThat(table.get(anna, "/api/game/players/me").json().get("rating").asInt())
                .isEqualTo(1216);
    }

    void conduct(int conductors) {
        Race.of(
                conductors,
                _ -> {
                    conducting.conduct();
                    return true;
                });
    }

    @Test
    void conductorsAndPlayersAtOnceTakeEachStepOnce() {
        var question = question(open());
        clock.forward(Duration.ofSeconds(10));

        Race.of(
                8,
                it -> {
                    switch (it % 3) {
                        case 0 -> conducting.conduct();
                        case 1 -> table.game(anna, game);
                        default -> answer(ben, question).expectProblem(409, "question-closed");
                    }
                    return true;
                });

        assertThat(lastEvent()).isEqualTo(3); // start, opened, closed
    }

    @Test
    void resumesAfterAnOutageWithTheNextQuestionInFull() {
        var interrupted = question(open());
        answer(anna, interrupted).expect(201);
        clock.forward(Duration.ofMinutes(5));

        answer(ben, interrupted).expectProblem(409, "question-closed");
        var paused = table.game(ben, game);
        assertThat(paused.get("status").asString()).isEqualTo("waiting");
        assertThat(paused.get("lastQuestion").get("number").asInt()).isEqualTo(1);
        var next = open();
        assertThat(next.get("question").get("number").asInt()).isEqualTo(2);
        clock.forward(Duration.ofMillis(9_999));
        answer(ben, question(next)).expect(201);
    }

    @Test
    void endsWithoutRatingAfterAnOutageTooLong() {
        answer(anna, question(open())).expect(201);
        clock.forward(Duration.ofHours(3));

        assertThat(table.game(anna, game).get("status").asString()).isEqualTo("cancelled");
        var results = table.get(anna, "/api/game/games/" + game + "/results").expect(200).json();
        assertThat(results.get("questions")).hasSize(1);
        assertThat(results.get("players").get(0).get("ratingAfter").isNull()).isTrue();
        var career = table.get(anna, "/api/game/players/me").json();
        assertThat(career.get("games").asInt()).isZero();
        assertThat(career.get("rating").asInt()).isEqualTo(1200);
        assertThat(
                        db.asRuntime()
                                .sql(
                                        """
                                        select l.status from lobbies l
                                        join games g on g.lobby_id = l.id where g.id = :id
                                        """)
                                .param("id", game)
                                .query(String.class)
                                .single())
                .isEqualTo("closed");
    }

    /** The row lock never lets it come so far; this is the net below it. */
    @Test
    void theDatabaseRefusesASecondAnswer() {
        var question = question(open());
        answer(anna, question).expect(201);

        assertThatThrownBy(() ->
                        db.asRuntime()
                                .sql(
                                        """
                                        insert into answers
                                        select :id, game_id, participant_id, question_id,
                                               answer, is_correct, points, time_taken_ms,
                                               submitted_at
                                        from answers where question_id = :question
                                        """)
                                .param("id", UUID.randomUUID())
                                .param("question", question)
                                .update())
                .isInstanceOfSatisfying(
                        DataIntegrityViolationException.class,
                        it ->
                                assertThat(ViolatedConstraint.in(it))
                                        .hasValueSatisfying(violated ->
                                                assertThat(violated.name())
                                                        .isEqualTo(
                                                                "answers_participant_id_question_id_key")));
    }
}
