package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.EventStream;
import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Race;
import dev.bulkhead.game.support.Reply;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What happens at the same moment, on real threads. */
@GameTest
class ConcurrencyTests {

    @Autowired Table table;
    @Autowired TestDatabase db;

    static List<Reply> with(List<Reply> replies, int status) {
        return replies.stream().filter(it -> it.status() == status).toList();
    }

    List<TestUser> crowd(int size) {
        return IntStream.range(0, size).mapToObj(it -> table.newcomer("crowd")).toList();
    }

    int count(String sql, UUID id) {
        return db.asRuntime().sql(sql).param("id", id).query(Integer.class).single();
    }

    @Test
    void aLobbyIsNeverOverfilled() {
        var lobby = table.openLobby(table.newcomer("anna"), 4);
        var crowd = crowd(12);

        var replies = Race.of(12, it -> table.join(crowd.get(it), lobby));

        assertThat(with(replies, 200)).hasSize(3);
        assertThat(with(replies, 409))
                .hasSize(9)
                .allSatisfy(it -> it.expectProblem(409, "lobby-full"));
        assertThat(count("select count(*) from lobby_players where lobby_id = :id", lobby))
                .isEqualTo(4);
        assertThat(count("select player_count from lobbies where id = :id", lobby)).isEqualTo(4);
    }

    @Test
    void joiningTwiceAtOnceSeatsOnce() {
        var lobby = table.openLobby(table.newcomer("anna"), 20);
        var ben = table.newcomer("ben");

        var replies = Race.of(8, it -> table.join(ben, lobby));

        assertThat(with(replies, 200)).hasSize(8);
        assertThat(count("select count(*) from lobby_players where lobby_id = :id", lobby))
                .isEqualTo(2);
    }

    @Test
    void aLobbyStartsOneGame() {
        var anna = table.newcomer("anna");
        var lobby = table.readyLobby(3, 20, anna, table.newcomer("ben"));

        var replies = Race.of(8, it -> table.start(anna, lobby));

        assertThat(with(replies, 201)).hasSize(1);
        assertThat(with(replies, 409))
                .hasSize(7)
                .allSatisfy(it -> it.expectProblem(409, "lobby-not-open"));
        assertThat(count("select count(*) from games where lobby_id = :id", lobby)).isEqualTo(1);
    }

    @Test
    void leavingAndStartingAtOnceLeavesNobodyBehind() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var carl = table.newcomer("carl");
        var lobby = table.readyLobby(3, 20, anna, ben, carl);

        var replies =
                Race.of(2, it -> it == 0 ? table.start(anna, lobby) : table.leave(carl, lobby));

        replies.get(0).expect(201);
        var players = replies.get(0).json().get("players");
        if (replies.get(1).status() == 204) {
            assertThat(players).hasSize(2);
        } else {
            replies.get(1).expectProblem(409, "lobby-not-open");
            assertThat(players).hasSize(3);
        }
    }

    @Test
    void aPlayerAnswersOnce() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var game = table.startGame(3, 20, anna, ben);
        try (var stream = EventStream.open(table, anna, game)) {
            var opened = stream.awaitQuestion(1).data().get("question");
            var question = UUID.fromString(opened.get("id").asString());
            var options = opened.get("options");

            var replies =
                    Race.of(
                            8,
                            it ->
                                    table.answer(
                                            anna, game, question, options.get(it % 4).asString()));

            assertThat(with(replies, 201)).hasSize(1);
            assertThat(with(replies, 409))
                    .hasSize(7)
                    .allSatisfy(it -> it.expectProblem(409, "already-answered"));
            assertThat(count("select count(*) from answers where question_id = :id", question))
                    .isEqualTo(1);
            assertThat(
                            db.asRuntime()
                                    .sql("select answer from answers where question_id = :id")
                                    .param("id", question)
                                    .query(String.class)
                                    .single())
                    .isEqualTo(with(replies, 201).getFirst().json().get("answer").asString());
        }
    }

    @Test
    void everybodyAnsweringAtOnceClosesTheQuestionOnce() {
        var crowd = crowd(8);
        var game = table.startGame(3, 20, crowd.toArray(TestUser[]::new));
        try (var stream = EventStream.open(table, crowd.getFirst(), game)) {
            var question = GamePlayTests.questionOf(stream.awaitQuestion(1).data());
            var right = table.rightAnswer(question);

            var replies = Race.of(8, it -> table.answer(crowd.get(it), game, question, right));

            assertThat(with(replies, 201)).hasSize(8);
            stream.awaitQuestion(2);
            assertThat(stream.names().stream().filter("question-closed"::equals)).hasSize(1);
            assertThat(
                            count(
                                    "select count(*) from game_participants"
                                            + " where game_id = :id and correct_answers = 1",
                                    game))
                    .isEqualTo(8);
        }
    }

    @Test
    void aNewcomerIsEnteredOnce() {
        var anna = table.newcomer("anna");

        var replies = Race.of(8, it -> table.get(anna, "/api/game/players/me"));

        assertThat(with(replies, 200)).hasSize(8);
        assertThat(count("select count(*) from players where id = :id", anna.id())).isEqualTo(1);
    }
}
