package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.EventStream;
import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Reads all that leaves the server as a cheat would. The questions of this class have options that
 * occur nowhere else, so that each mention can be counted: until a question closes, its right
 * answer must be mentioned exactly as often as each wrong one, and what has not opened not at all.
 */
@GameTest
class SecrecyTests {

    @Autowired Table table;
    @Autowired TestDatabase db;

    final List<String> received = new CopyOnWriteArrayList<>();

    @BeforeEach
    void askWhatCanBeRecognized() {
        db.asOwner().sql("delete from question_bank").update();
        for (int i = 0; i < 3; i++) {
            db.asOwner()
                    .sql(
                            """
                            insert into question_bank
                            values (:id, 'science', 'easy', :text, :options::jsonb, :right)
                            """)
                    .param("id", UUID.randomUUID())
                    .param("text", "text-" + i)
                    .param(
                            "options",
                            "[\"q%1$da\", \"q%1$db\", \"q%1$dc\", \"q%1$dd\"]".formatted(i))
                    .param("right", "q" + i + "c")
                    .update();
        }
    }

    @Test
    void noRightAnswerLeavesTheServerBeforeItsQuestionHasClosed() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var carl = table.newcomer("carl");
        table.watch(it -> received.add(it.text()));
        var lobby =
                table.post(
                                anna,
                                "/api/game/lobbies",
                                Map.of(
                                        "name",
                                        "secret",
                                        "maxPlayers",
                                        3,
                                        "settings",
                                        Map.of("questions", 3, "secondsPerQuestion", 60)))
                        .expect(201)
                        .id();
        table.join(ben, lobby).expect(200);
        table.join(carl, lobby).expect(200);
        for (var player : List.of(anna, ben, carl)) {
            table.ready(player, lobby).expect(200);
        }
        assertThat(String.join("\n", received)).doesNotContain("text-", "q0", "q1", "q2");
        var game = table.start(anna, lobby).expect(201).id();
        assertThat(Pattern.compile("text-\\d").matcher(String.join("\n", received)).results())
                .as("the first question may be open already, and no other")
                .extracting(MatchResult::group)
                .matches(it -> Set.copyOf(it).size() <= 1);

        try (var stream = EventStream.open(table, anna, game)) {
            for (int number = 1; number <= 3; number++) {
                var opened = stream.awaitQuestion(number).data().get("question");
                var question = UUID.fromString(opened.get("id").asString());
                var options = opened.get("options").valueStream().map(it -> it.asString()).toList();
                var right = table.rightAnswer(question);
                received.clear();

                // one right, one wrong; what each is told must not differ
                var annas = table.answer(anna, game, question, right).expect(201).json();
                var wrong =
                        options.stream().filter(it -> !it.equals(right)).findAny().orElseThrow();
                var bens = table.answer(ben, game, question, wrong).expect(201).json();
                assertThat(annas.propertyNames())
                        .containsExactlyInAnyOrderElementsOf(bens.propertyNames());
                received.clear(); // each repeats what was sent
                for (var player : List.of(anna, ben, carl)) {
                    table.get(player, "/api/game/games/" + game).expect(200);
                    table.get(player, "/api/game/games/" + game + "/results")
                            .expectProblem(409, "game-not-over");
                    table.get(player, "/api/game/players/me").expect(200);
                    table.get(player, "/api/game/players/me/history").expect(200);
                    table.get(player, "/api/game/lobbies/" + lobby).expect(200);
                }
                table.get(anna, "/api/game/lobbies?status=playing").expect(200);
                table.get(anna, "/api/game/leaderboard").expect(200);
                table.answer(anna, game, question, wrong).expectProblem(409, "already-answered");
                table.answer(carl, game, question, "?").expectProblem(422, "unknown-option");
                stream.await(it ->
                        it.name().equals("answer-count")
                                && it.data()
                                        .get("questionId")
                                        .asString()
                                        .equals(question.toString())
                                && it.data().get("answerCount").asInt() == 2);
                try (var late = EventStream.open(table, carl, game);
                        var resumed = EventStream.open(table, carl, game, "0")) {
                    late.await("state");
                    resumed.await("answer-count");
                    var all = new ArrayList<>(received);
                    List.of(stream, late, resumed)
                            .forEach(it -> it.events().forEach(event -> all.add(event.text())));
                    assertNothingTold(all, options, right);
                    assertNoScoreMoved(all, number - 1);
                }

                table.answer(carl, game, question, wrong).expect(201);
                var closed =
                        stream.await(it ->
                                it.name().equals("question-closed")
                                        && it.data()
                                                .get("question")
                                                .get("id")
                                                .asString()
                                                .equals(question.toString()));
                assertThat(closed.data().get("question").get("correctAnswer").asString())
                        .isEqualTo(right);
            }
            stream.await("game-finished");
        } finally {
            table.watch(_ -> {});
        }
    }

    static void assertNothingTold(List<String> texts, List<String> options, String right) {
        var counts = options.stream().map(it -> mentions(texts, it)).toList();
        assertThat(counts)
                .as("mentions of %s, of which %s is right", options, right)
                .allMatch(it -> it > 3)
                .containsOnly(counts.getFirst());
    }

    /** Anna is always right; while a question is open, nobody may see more than those before. */
    static void assertNoScoreMoved(List<String> texts, int closedQuestions) {
        assertThat(String.join("\n", texts))
                .doesNotContain("\"correctAnswers\":" + (closedQuestions + 1));
    }

    static long mentions(List<String> texts, String option) {
        return texts.stream().mapToLong(it -> it.split(option, -1).length - 1L).sum();
    }
}
