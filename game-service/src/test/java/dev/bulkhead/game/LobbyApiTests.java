package dev.bulkhead.game;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.GameTest;
import dev.bulkhead.game.support.Reply;
import dev.bulkhead.game.support.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@GameTest
class LobbyApiTests {

    static final String LOBBIES = "/api/game/lobbies";

    @Autowired Table table;

    @Test
    void opensWithItsCreatorInIt() {
        var anna = table.newcomer("anna");

        var reply = table.post(anna, LOBBIES, Table.lobby(4, 10, 20)).expect(201);

        assertThat(reply.location()).isEqualTo(LOBBIES + "/" + reply.id());
        var lobby = reply.json();
        assertThat(lobby.get("status").asString()).isEqualTo("open");
        assertThat(lobby.get("creator").get("username").asString()).isEqualTo(anna.username());
        assertThat(lobby.get("players")).hasSize(1);
        assertThat(lobby.get("players").get(0).get("ready").asBoolean()).isFalse();
        assertThat(lobby.get("settings").get("questions").asInt()).isEqualTo(10);
        assertThat(lobby.get("settings").get("categories").valueStream().map(it -> it.asString()))
                .containsExactly("history", "science");
        assertThat(table.get(anna, LOBBIES + "/" + reply.id()).expect(200).json()).isEqualTo(lobby);
    }

    @Test
    void takesAllQuestionsWhereNoneAreNamed() {
        var anna = table.newcomer("anna");

        table.post(
                        anna,
                        LOBBIES,
                        Map.of(
                                "name",
                                "all",
                                "maxPlayers",
                                2,
                                "settings",
                                Map.of("questions", 30, "secondsPerQuestion", 60)))
                .expect(201);
    }

    @Test
    void refusesSettingsOutOfBounds() {
        var anna = table.newcomer("anna");

        assertThat(
                        table.post(anna, LOBBIES, Table.lobby(21, 2, 61))
                                .expectProblem(422, "validation-failed")
                                .json()
                                .get("errors")
                                .valueStream()
                                .map(it -> it.get("field").asString()))
                .containsExactly("maxPlayers", "settings.questions", "settings.secondsPerQuestion");
        table.post(anna, LOBBIES, Table.lobby(1, 31, 4)).expectProblem(422, "validation-failed");
    }

    @Test
    void refusesMoreQuestionsThanThereAre() {
        table.post(
                        table.newcomer("anna"),
                        LOBBIES,
                        Map.of(
                                "name",
                                "too hard",
                                "maxPlayers",
                                2,
                                "settings",
                                Map.of(
                                        "categories",
                                        List.of("sport"),
                                        "difficulty",
                                        "hard",
                                        "questions",
                                        30,
                                        "secondsPerQuestion",
                                        10)))
                .expectProblem(422, "not-enough-questions");
    }

    @Test
    void seatsWhoJoinsUntilItIsFull() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var lobby = table.openLobby(anna, 2);

        assertThat(table.join(ben, lobby).expect(200).json().get("playerCount").asInt())
                .isEqualTo(2);
        assertThat(table.join(ben, lobby).expect(200).json().get("players")).hasSize(2);
        table.join(table.newcomer("carl"), lobby).expectProblem(409, "lobby-full");
    }

    @Test
    void knowsNoLobbyThatIsNone() {
        var anna = table.newcomer("anna");
        var none = UUID.randomUUID();

        table.get(anna, LOBBIES + "/" + none).expectProblem(404, "lobby-not-found");
        table.join(anna, none).expectProblem(404, "lobby-not-found");
        table.leave(anna, none).expectProblem(404, "lobby-not-found");
        table.ready(anna, none).expectProblem(404, "lobby-not-found");
        table.start(anna, none).expectProblem(404, "lobby-not-found");
    }

    @Test
    void isRunByItsMembersOnly() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var stranger = table.newcomer("stranger");
        var lobby = table.readyLobby(3, 20, anna, ben);

        table.leave(stranger, lobby).expectProblem(403, "not-a-member");
        table.ready(stranger, lobby).expectProblem(403, "not-a-member");
        table.start(stranger, lobby).expectProblem(403, "not-a-member");
        table.start(ben, lobby).expectProblem(403, "not-the-creator");
    }

    @Test
    void startsOnceEverybodyIsReadyAndNotTwice() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var lobby = table.openLobby(anna, 3);
        table.ready(anna, lobby).expect(200);
        table.start(anna, lobby).expectProblem(409, "too-few-players");
        table.join(ben, lobby).expect(200);
        table.start(anna, lobby).expectProblem(409, "players-not-ready");
        table.ready(ben, lobby).expect(200);
        table.put(ben, LOBBIES + "/" + lobby + "/ready", Map.of("ready", false)).expect(200);
        table.start(anna, lobby).expectProblem(409, "players-not-ready");
        table.ready(ben, lobby).expect(200);

        var started = table.start(anna, lobby).expect(201);

        assertThat(started.location()).isEqualTo("/api/game/games/" + started.id());
        assertThat(started.json().get("status").asString()).isEqualTo("waiting");
        table.start(anna, lobby).expectProblem(409, "lobby-not-open");
        table.join(table.newcomer("carl"), lobby).expectProblem(409, "lobby-not-open");
        table.leave(ben, lobby).expectProblem(409, "lobby-not-open");
        table.ready(ben, lobby).expectProblem(409, "lobby-not-open");
        var seen = table.get(ben, LOBBIES + "/" + lobby).expect(200).json();
        assertThat(seen.get("status").asString()).isEqualTo("playing");
        assertThat(seen.get("gameId").asString()).isEqualTo(started.id().toString());
        table.get(table.newcomer("dora"), LOBBIES + "/" + lobby)
                .expectProblem(404, "lobby-not-found");
    }

    @Test
    void passesToWhoeverIsThereLongestWhenTheCreatorLeaves() {
        var anna = table.newcomer("anna");
        var ben = table.newcomer("ben");
        var carl = table.newcomer("carl");
        var lobby = table.openLobby(anna, 5);
        table.join(ben, lobby).expect(200);
        table.join(carl, lobby).expect(200);

        assertThat(table.leave(anna, lobby).expect(204).text()).isEmpty();

        var left = table.get(anna, LOBBIES + "/" + lobby).expect(200).json();
        assertThat(left.get("creator").get("username").asString()).isEqualTo(ben.username());
        assertThat(left.get("playerCount").asInt()).isEqualTo(2);
    }

    @Test
    void closesWhenTheLastOneLeaves() {
        var anna = table.newcomer("anna");
        var lobby = table.openLobby(anna, 5);

        table.leave(anna, lobby).expect(204);

        table.get(anna, LOBBIES + "/" + lobby).expectProblem(404, "lobby-not-found");
        table.join(anna, lobby).expectProblem(409, "lobby-not-open");
    }

    @Test
    void listsOpenLobbiesPageByPageTheNewestFirst() {
        var anna = table.newcomer("anna");
        var opened = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            opened.add(0, table.openLobby(anna, 4).toString());
        }
        table.leave(anna, UUID.fromString(opened.remove(2))).expect(204);

        var listed = new ArrayList<String>();
        var after = "";
        for (Reply page = null; page == null || !after.isEmpty(); ) {
            page = table.get(anna, LOBBIES + "?status=open&limit=3&after=" + after).expect(200);
            assertThat(page.json().get("items").size()).isBetween(1, 3);
            page.json().get("items").forEach(it -> listed.add(it.get("id").asString()));
            after = page.json().get("next").asString("");
        }

        assertThat(listed).doesNotHaveDuplicates().containsSubsequence(opened);
        assertThat(table.get(anna, LOBBIES + "?status=closed").expect(200).json().get("items"))
                .isNotEmpty();
    }
}
