package dev.bulkhead.game.quiz;

import dev.bulkhead.shared.db.Tables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Reads the states of games: three statements, however many games, questions and players. */
@Service
public class GameStates {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final JsonMapper json;

    GameStates(JdbcClient jdbc, Tables tables, JsonMapper json) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.json = json;
    }

    /** The number of the latest event of each of these games. */
    public Map<UUID, Long> lastEvents(Collection<UUID> games) {
        var lastEvents = new HashMap<UUID, Long>();
        jdbc.sql(tables.sql("select id, last_event from ${prefix}games where id in (:games)"))
                .param("games", games)
                .query(row -> {
                    lastEvents.put(row.getObject("id", UUID.class), row.getLong("last_event"));
                });
        return lastEvents;
    }

    /** The states of these games, each consistent in itself: all statements see one snapshot. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<GameState> of(Collection<UUID> games) {
        var questions = questions(games);
        var players = players(games);
        return jdbc.sql(
                        tables.sql(
                                """
                                select id, lobby_id, status, last_event, question_count,
                                       seconds_per_question, started_at, ended_at, next_due_at
                                from ${prefix}games
                                where id in (:games)
                                """))
                .param("games", games)
                .query((row, number) -> {
                    var id = row.getObject("id", UUID.class);
                    return new GameState(
                            id,
                            row.getObject("lobby_id", UUID.class),
                            GameStatus.of(row.getString("status")),
                            row.getLong("last_event"),
                            row.getInt("question_count"),
                            row.getInt("seconds_per_question"),
                            instant(row, "started_at"),
                            nullableInstant(row, "ended_at"),
                            nullableInstant(row, "next_due_at"),
                            List.copyOf(questions.getOrDefault(id, List.of())),
                            List.copyOf(players.getOrDefault(id, List.of())));
                })
                .list();
    }

    /** The condition and the case are what keeps the answers in. */
    private Map<UUID, List<GameState.Asked>> questions(Collection<UUID> games) {
        var questions = new HashMap<UUID, List<GameState.Asked>>();
        jdbc.sql(
                        tables.sql(
                                """
                                select game_id, id, order_index, question_text, options, points,
                                       opens_at, closes_at, opened_event, closed_event,
                                       case when closed_event is not null then correct_answer end
                                           as revealed_answer
                                from ${prefix}questions
                                where game_id in (:games) and opened_event is not null
                                order by game_id, order_index
                                """))
                .param("games", games)
                .query(row -> {
                    questions
                            .computeIfAbsent(
                                    row.getObject("game_id", UUID.class), it -> new ArrayList<>())
                            .add(
                                    new GameState.Asked(
                                            row.getObject("id", UUID.class),
                                            row.getInt("order_index") + 1,
                                            row.getString("question_text"),
                                            List.of(
                                                    json.readValue(
                                                            row.getString("options"),
                                                            String[].class)),
                                            row.getInt("points"),
                                            instant(row, "opens_at"),
                                            instant(row, "closes_at"),
                                            row.getString("revealed_answer"),
                                            row.getLong("opened_event"),
                                            row.getObject("closed_event", Long.class)));
                });
        return questions;
    }

    private Map<UUID, List<GameState.Player>> players(Collection<UUID> games) {
        var players = new HashMap<UUID, List<GameState.Player>>();
        jdbc.sql(
                        tables.sql(
                                """
                                select p.game_id, p.player_id, named.username, p.score,
                                       p.correct_answers, p.place, p.rating_before, p.rating_after,
                                       exists (
                                           select from ${prefix}answers a
                                           join ${prefix}questions q on q.id = a.question_id
                                           where a.game_id = p.game_id and a.participant_id = p.id
                                             and q.closed_event is null) as answered
                                from ${prefix}game_participants p
                                join ${prefix}players named on named.id = p.player_id
                                where p.game_id in (:games)
                                order by p.game_id, p.score desc, p.id
                                """))
                .param("games", games)
                .query(row -> {
                    players.computeIfAbsent(
                                    row.getObject("game_id", UUID.class), it -> new ArrayList<>())
                            .add(
                                    new GameState.Player(
                                            row.getObject("player_id", UUID.class),
                                            row.getString("username"),
                                            row.getInt("score"),
                                            row.getInt("correct_answers"),
                                            row.getBoolean("answered"),
                                            row.getObject("place", Integer.class),
                                            row.getObject("rating_before", Integer.class),
                                            row.getObject("rating_after", Integer.class)));
                });
        return players;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullableInstant(ResultSet row, String column)
            throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
