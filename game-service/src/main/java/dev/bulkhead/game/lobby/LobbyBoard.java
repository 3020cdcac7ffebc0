package dev.bulkhead.game.lobby;

import dev.bulkhead.game.player.PlayerId;
import dev.bulkhead.game.quiz.QuizSettings;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Shows lobbies: a page of them with one statement, one of them with two. */
@Component
class LobbyBoard {

    private static final String COLUMNS =
            """
            l.id, l.name, l.creator_id, c.username as creator_name, l.max_players, l.player_count,
            case when l.status = 'open' and l.expires_at <= :now then 'closed' else l.status end
                as status,
            l.settings, l.created_at, l.expires_at
            """;

    private final JdbcClient jdbc;
    private final Tables tables;
    private final JsonMapper json;
    private final InstantSource clock;

    LobbyBoard(JdbcClient jdbc, Tables tables, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.json = json;
        this.clock = clock;
    }

    record Person(UUID id, String username) {}

    record Listed(
            UUID id,
            String name,
            Person creator,
            int maxPlayers,
            int playerCount,
            LobbyStatus status,
            QuizSettings settings,
            Instant createdAt) {}

    record Member(UUID id, String username, boolean ready, Instant joinedAt) {}

    /**
     * One lobby.
     *
     * @param gameId null until it has started
     */
    record Shown(
            UUID id,
            String name,
            Person creator,
            int maxPlayers,
            int playerCount,
            LobbyStatus status,
            QuizSettings settings,
            @Nullable UUID gameId,
            Instant createdAt,
            Instant expiresAt,
            List<Member> players) {}

    /** Those of this status, the newest first. */
    Page<Listed> list(LobbyStatus status, PageQuery query) {
        var rows =
                jdbc.sql(
                                tables.sql(
                                        "select "
                                                + COLUMNS
                                                + """
                                                from ${prefix}lobbies l
                                                join ${prefix}players c on c.id = l.creator_id
                                                where l.status = :status
                                                  and (l.status <> 'open' or l.expires_at > :now)
                                                  and l.id < coalesce(:after::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                                                order by l.id desc
                                                limit :limit
                                                """))
                        .param("status", status.toString())
                        .param("now", now())
                        .param("after", query.afterId())
                        .param("limit", query.limit() + 1)
                        .query((row, number) -> listed(row))
                        .list();
        return Page.of(rows, query, it -> Cursor.of(it.id()));
    }

    /** An open lobby is there for everybody, one that plays or has played only for its members. */
    Optional<Shown> show(LobbyId id, PlayerId viewer) {
        var members = members(id);
        return jdbc.sql(
                        tables.sql(
                                "select "
                                        + COLUMNS
                                        + """
                                        , g.id as game_id
                                        from ${prefix}lobbies l
                                        join ${prefix}players c on c.id = l.creator_id
                                        left join ${prefix}games g on g.lobby_id = l.id
                                        where l.id = :id
                                        """))
                .param("id", id.id())
                .param("now", now())
                .query((row, number) -> shown(row, members))
                .optional()
                .filter(it ->
                        it.status() == LobbyStatus.OPEN
                                || members.stream().anyMatch(m -> m.id().equals(viewer.id())));
    }

    private List<Member> members(LobbyId id) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select m.player_id, p.username, m.is_ready, m.joined_at
                                from ${prefix}lobby_players m
                                join ${prefix}players p on p.id = m.player_id
                                where m.lobby_id = :id
                                order by m.joined_at, m.id
                                """))
                .param("id", id.id())
                .query((row, number) ->
                        new Member(
                                row.getObject("player_id", UUID.class),
                                row.getString("username"),
                                row.getBoolean("is_ready"),
                                instant(row, "joined_at")))
                .list();
    }

    private Listed listed(ResultSet row) throws SQLException {
        return new Listed(
                row.getObject("id", UUID.class),
                row.getString("name"),
                creator(row),
                row.getInt("max_players"),
                row.getInt("player_count"),
                status(row),
                settings(row),
                instant(row, "created_at"));
    }

    private Shown shown(ResultSet row, List<Member> members) throws SQLException {
        return new Shown(
                row.getObject("id", UUID.class),
                row.getString("name"),
                creator(row),
                row.getInt("max_players"),
                row.getInt("player_count"),
                status(row),
                settings(row),
                row.getObject("game_id", UUID.class),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                members);
    }

    private static Person creator(ResultSet row) throws SQLException {
        return new Person(row.getObject("creator_id", UUID.class), row.getString("creator_name"));
    }

    private static LobbyStatus status(ResultSet row) throws SQLException {
        return LobbyStatus.of(row.getString("status")).orElseThrow();
    }

    private QuizSettings settings(ResultSet row) throws SQLException {
        return json.readValue(row.getString("settings"), QuizSettings.class);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
