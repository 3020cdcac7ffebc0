package dev.bulkhead.game.career;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what players have achieved, each with one statement. */
@Component
class Careers {

    private final JdbcClient jdbc;
    private final Tables tables;

    Careers(JdbcClient jdbc, Tables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    Optional<Career> of(PlayerId player) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select p.id, p.username, p.rating, p.last_played_at, p.created_at,
                                       count(g.id) as games,
                                       count(g.id) filter (where gp.place = 1) as wins,
                                       coalesce(sum(g.question_count), 0) as questions,
                                       coalesce(sum(gp.correct_answers)
                                           filter (where g.id is not null), 0) as correct_answers
                                from ${prefix}players p
                                left join ${prefix}game_participants gp on gp.player_id = p.id
                                left join ${prefix}games g
                                    on g.id = gp.game_id and g.status = 'finished'
                                where p.id = :player
                                group by p.id
                                """))
                .param("player", player.id())
                .query((row, number) -> career(row))
                .optional();
    }

    /** Finished games, the one started last first. */
    Page<PlayedGame> history(PlayerId player, PageQuery query) {
        var rows =
                jdbc.sql(
                                tables.sql(
                                        """
                                        select g.id, l.name, g.started_at, g.ended_at,
                                               g.question_count, l.player_count, mine.place,
                                               mine.score, mine.correct_answers,
                                               mine.rating_before, mine.rating_after
                                        from ${prefix}game_participants mine
                                        join ${prefix}games g
                                            on g.id = mine.game_id and g.status = 'finished'
                                        join ${prefix}lobbies l on l.id = g.lobby_id
                                        where mine.player_id = :player
                                          and mine.game_id < coalesce(:after::uuid,
                                                                       'ffffffff-ffff-ffff-ffff-ffffffffffff')
                                        order by mine.game_id desc
                                        limit :limit
                                        """))
                        .param("player", player.id())
                        .param("after", query.afterId())
                        .param("limit", query.limit() + 1)
                        .query((row, number) -> played(row))
                        .list();
        return Page.of(rows, query, it -> Cursor.of(it.gameId()));
    }

    private static Career career(ResultSet row) throws SQLException {
        var questions = row.getLong("questions");
        var correct = row.getLong("correct_answers");
        var lastPlayedAt = row.getObject("last_played_at", OffsetDateTime.class);
        return new Career(
                row.getObject("id", UUID.class),
                row.getString("username"),
                row.getInt("rating"),
                row.getInt("games"),
                row.getInt("wins"),
                questions,
                correct,
                questions == 0 ? null : (double) correct / questions,
                lastPlayedAt == null ? null : lastPlayedAt.toInstant(),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static PlayedGame played(ResultSet row) throws SQLException {
        return new PlayedGame(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                row.getInt("player_count"),
                row.getInt("place"),
                row.getInt("score"),
                row.getInt("correct_answers"),
                row.getInt("question_count"),
                row.getInt("rating_before"),
                row.getInt("rating_after"));
    }
}
