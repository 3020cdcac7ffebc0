package dev.bulkhead.game.leaderboard;

import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.MalformedRequest;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.time.DayOfWeek;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ranks players, each page with one statement. Equal ones are in the order of their ids. */
@Component
class Leaderboard {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final InstantSource clock;

    Leaderboard(JdbcClient jdbc, Tables tables, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.clock = clock;
    }

    /**
     * One line.
     *
     * @param points what the list is ordered by: the rating for all time, the points of all games
     *     that ended this week
     */
    record Ranked(UUID playerId, String username, int rating, long points) {}

    /**
     * Everybody who has finished a game, by rating. Equals and others are asked for apart, so that
     * each half begins in the index where the last page ended, however many are equal.
     */
    Page<Ranked> ofAllTime(PageQuery query) {
        return page(
                query,
                null,
                """
                select id, username, rating, rating as points
                from (
                  (select id, username, rating
                   from ${prefix}players
                   where last_played_at is not null
                     and rating = coalesce(:points::bigint, 9223372036854775807)
                     and id > coalesce(:id::uuid, '00000000-0000-0000-0000-000000000000')
                   order by id
                   limit :limit)
                  union all
                  (select id, username, rating
                   from ${prefix}players
                   where last_played_at is not null
                     and rating < coalesce(:points::bigint, 9223372036854775807)
                   order by rating desc, id
                   limit :limit)
                ) ranked
                order by rating desc, id
                limit :limit
                """);
    }

    /** Everybody who has finished a game since Monday, 0:00 UTC, by the points they got. */
    Page<Ranked> ofThisWeek(PageQuery query) {
        return page(
                query,
                monday(),
                """
                select p.id, p.username, p.rating, sum(gp.score) as points
                from ${prefix}games g
                join ${prefix}game_participants gp on gp.game_id = g.id
                join ${prefix}players p on p.id = gp.player_id
                where g.status = 'finished' and g.ended_at >= :since
                group by p.id
                having :id::uuid is null or sum(gp.score) < :points::bigint
                    or sum(gp.score) = :points::bigint and p.id > :id::uuid
                order by points desc, p.id
                limit :limit
                """);
    }

    private Page<Ranked> page(PageQuery query, @Nullable OffsetDateTime since, String sql) {
        var after = After.of(query);
        var rows =
                jdbc.sql(tables.sql(sql))
                        .param("since", since)
                        .param("id", after == null ? null : after.id())
                        .param("points", after == null ? null : after.points())
                        .param("limit", query.limit() + 1)
                        .query((row, number) ->
                                new Ranked(
                                        row.getObject("id", UUID.class),
                                        row.getString("username"),
                                        row.getInt("rating"),
                                        row.getLong("points")))
                        .list();
        return Page.of(
                rows, query, it -> Cursor.of(Long.toString(it.points()), it.playerId().toString()));
    }

    private OffsetDateTime monday() {
        return clock.instant()
                .atOffset(ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .truncatedTo(ChronoUnit.DAYS);
    }

    private record After(long points, UUID id) {

        static @Nullable After of(PageQuery query) {
            var parts = query.afterParts(2);
            if (parts == null) {
                return null;
            }
            try {
                return new After(Long.parseLong(parts.get(0)), UUID.fromString(parts.get(1)));
            } catch (IllegalArgumentException e) {
                throw new MalformedRequest("\"after\" is not a cursor of this list.");
            }
        }
    }
}
