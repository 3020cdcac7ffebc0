package dev.bulkhead.game.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.game.support.ClockedGameTest;
import dev.bulkhead.game.support.MovableClock;
import dev.bulkhead.game.support.Table;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ClockedGameTest
class LeaderboardTests {

    /** A Wednesday. */
    static final Instant WEDNESDAY = Instant.parse("2026-11-18T12:00:00Z");

    static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");

    @Autowired Table table;
    @Autowired TestDatabase db;
    @Autowired MovableClock clock;

    TestUser reader;

    @BeforeEach
    void emptyTables() {
        for (var name :
                List.of(
                        "answers",
                        "questions",
                        "game_participants",
                        "games",
                        "lobby_players",
                        "lobbies",
                        "players")) {
            db.asOwner().sql("delete from " + name).update();
        }
        clock.set(WEDNESDAY);
        reader = table.newcomer("reader");
    }

    UUID player(String id, int rating, boolean hasPlayed) {
        var player = UUID.fromString("01900000-0000-7000-8000-00000000" + id);
        db.asOwner()
                .sql(
                        """
                        insert into players (id, username, rating, last_played_at, created_at)
                        values (:id, :name, :rating, :played, :now)
                        """)
                .param("id", player)
                .param("name", id)
                .param("rating", rating)
                .param("played", hasPlayed ? at(WEDNESDAY) : null)
                .param("now", at(WEDNESDAY))
                .update();
        return player;
    }

    void game(Instant endedAt, String status, UUID player, int score) {
        var lobby = UUID.randomUUID();
        var game = UUID.randomUUID();
        db.asOwner()
                .sql(
                        """
                        insert into lobbies
                        values (:lobby, :player, 'x', 2, 1, 'closed', '{}', :at, :at, 0)
                        """)
                .param("lobby", lobby)
                .param("player", player)
                .param("at", at(endedAt))
                .update();
        db.asOwner()
                .sql(
                        """
                        insert into games
                        values (:game, :lobby, :status, 3, 2, 10, null, 9, :at, :at, 0)
                        """)
                .param("game", game)
                .param("lobby", lobby)
                .param("status", status)
                .param("at", at(endedAt))
                .update();
        db.asOwner()
                .sql(
                        """
                        insert into game_participants
                        values (:id, :game, :player, :score, 1, 1, 1200, 1200)
                        """)
                .param("id", UUID.randomUUID())
                .param("game", game)
                .param("player", player)
                .param("score", score)
                .update();
    }

    static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    List<String> ranking(String period, int pageSize) {
        var names = new ArrayList<String>();
        for (var after = "first"; !after.isEmpty(); ) {
            var page =
                    table.get(
                                    reader,
                                    "/api/game/leaderboard?period="
                                            + period
                                            + "&limit="
                                            + pageSize
                                            + (after.equals("first") ? "" : "&after=" + after))
                            .expect(200)
                            .json();
            page.get("items")
                    .forEach(it ->
                            names.add(
                                    it.get("username").asString()
                                            + "="
                                            + it.get("points").asLong()));
            after = page.get("next").asString("");
        }
        return names;
    }

    @Test
    void ranksAllWhoHavePlayedByRatingAndEqualOnesById() {
        player("0003", 1300, true);
        player("0001", 1250, true);
        player("0004", 1250, true);
        player("0002", 1250, true);
        player("0005", 2000, false);

        for (int pageSize = 1; pageSize <= 5; pageSize++) {
            assertThat(ranking("all", pageSize))
                    .containsExactly("0003=1300", "0001=1250", "0002=1250", "0004=1250");
        }
    }

    @Test
    void ranksTheWeekByThePointsOfItsGames() {
        var one = player("0001", 1200, true);
        var two = player("0002", 1200, true);
        var three = player("0003", 1200, true);
        var four = player("0004", 1200, true);
        game(MONDAY, "finished", one, 500);
        game(WEDNESDAY, "finished", one, 400);
        game(WEDNESDAY, "finished", three, 900);
        game(WEDNESDAY, "finished", two, 1000);
        game(MONDAY.minusMillis(1), "finished", four, 9000);
        game(WEDNESDAY, "cancelled", two, 5000);

        for (int pageSize = 1; pageSize <= 4; pageSize++) {
            assertThat(ranking("week", pageSize))
                    .containsExactly("0002=1000", "0001=900", "0003=900");
        }

        clock.forward(Duration.ofDays(7));
        assertThat(ranking("week", 10)).isEmpty();
    }
}
