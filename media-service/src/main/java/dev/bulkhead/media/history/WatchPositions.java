package dev.bulkhead.media.history;

import dev.bulkhead.media.catalog.VideoId;
import dev.bulkhead.media.catalog.VideoNotFound;
import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.shared.db.RowSecurity;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.TimeOrderedIds;
import dev.bulkhead.shared.db.ViolatedConstraint;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.MalformedRequest;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far a viewer is in each video. The last report counts, from whichever device it came. Every
 * transaction acts as the viewer, so the database shows it no other's rows.
 */
@Component
@WithPersistence
class WatchPositions {

    /** Players run a little past the length that the container states. */
    private static final BigDecimal TOLERANCE = BigDecimal.ONE;

    /** From here on only the credits are left. */
    private static final BigDecimal NEARLY_ALL = new BigDecimal("0.95");

    private final JdbcClient jdbc;
    private final Tables tables;
    private final RowSecurity rowSecurity;
    private final InstantSource clock;

    WatchPositions(JdbcClient jdbc, Tables tables, RowSecurity rowSecurity, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.rowSecurity = rowSecurity;
        this.clock = clock;
    }

    @Schema(name = "Position")
    record Position(
            BigDecimal positionSeconds,
            boolean completed,
            @Schema(description = "null if the caller has never watched the video")
                    @Nullable Instant watchedAt) {

        static final Position NONE = new Position(BigDecimal.ZERO, false, null);
    }

    @Schema(name = "Watched")
    record Watched(
            WatchedVideo video, BigDecimal positionSeconds, boolean completed, Instant watchedAt) {}

    @Schema(name = "WatchedVideo")
    record WatchedVideo(
            UUID id,
            String name,
            String mimeType,
            @Nullable BigDecimal durationSeconds,
            boolean available) {}

    private record Length(@Nullable BigDecimal seconds) {}

    /**
     * @param completed null leaves it to the position: from 95 % of the length on
     * @throws PositionBeyondEnd if it lies more than a second behind the end
     */
    @Transactional
    Position report(UUID user, VideoId video, BigDecimal seconds, @Nullable Boolean completed) {
        rowSecurity.actAs(user);
        var length = lengthOf(video);
        var position = within(length, seconds.setScale(3, RoundingMode.HALF_UP));
        var watched =
                new Position(
                        position,
                        completed == null ? isNearlyAll(position, length) : completed,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        try {
            store(user, video, watched);
        } catch (DataIntegrityViolationException e) {
            if (ViolatedConstraint.in(e)
                    .filter(it -> it.name().endsWith("watch_history_video_id_fkey"))
                    .isPresent()) {
                throw new VideoNotFound(video); // deleted since its length was read
            }
            throw e;
        }
        return watched;
    }

    private static BigDecimal within(Length length, BigDecimal position) {
        var end = length.seconds();
        if (end == null || position.compareTo(end) <= 0) {
            return position;
        }
        if (position.compareTo(end.add(TOLERANCE)) > 0) {
            throw new PositionBeyondEnd(end);
        }
        return end;
    }

    private static boolean isNearlyAll(BigDecimal position, Length length) {
        return length.seconds() != null
                && position.compareTo(length.seconds().multiply(NEARLY_ALL)) >= 0;
    }

    private Length lengthOf(VideoId video) {
        return jdbc.sql(
                        tables.sql(
                                "select duration_seconds from ${prefix}videos where id = :video"))
                .param("video", video.id())
                .query((row, _) -> new Length(row.getBigDecimal("duration_seconds")))
                .optional()
                .orElseThrow(() -> new VideoNotFound(video));
    }

    private void store(UUID user, VideoId video, Position position) {
        jdbc.sql(
                        tables.sql(
                                """
                                insert into ${prefix}watch_history
                                       (id, video_id, user_id, position_seconds, completed, watched_at)
                                values (:id, :video, :user, :position, :completed, :now)
                                on conflict (video_id, user_id) do update
                                   set position_seconds = excluded.position_seconds,
                                       completed = excluded.completed,
                                       watched_at = excluded.watched_at
                                """))
                .param("id", TimeOrderedIds.next())
                .param("video", video.id())
                .param("user", user)
                .param("position", position.positionSeconds())
                .param("completed", position.completed())
                .param("now", Timestamp.from(position.watchedAt()))
                .update();
    }

    /** Where to go on; the beginning of a video that was never watched. */
    Position of(UUID user, VideoId video) {
        return rowSecurity
                .readAs(
                        user,
                        tables.sql(
                                """
                                select position_seconds, completed, watched_at
                                  from ${prefix}videos video
                                  left join ${prefix}watch_history watched
                                    on watched.video_id = video.id
                                   and watched.user_id = ?
                                 where video.id = ?
                                """),
                        (row, _) -> position(row),
                        user,
                        video.id())
                .stream()
                .findFirst()
                .orElseThrow(() -> new VideoNotFound(video));
    }

    private static Position position(ResultSet row) throws SQLException {
        var position = row.getBigDecimal("position_seconds");
        return position == null
                ? Position.NONE
                : new Position(position, row.getBoolean("completed"), watchedAt(row));
    }

    /** Forgets that the user ever watched the video. */
    @Transactional
    void forget(UUID user, VideoId video) {
        rowSecurity.actAs(user);
        lengthOf(video); // or there is no such video
        jdbc.sql(
                        tables.sql(
                                """
                                delete from ${prefix}watch_history
                                 where video_id = :video
                                   and user_id = :user
                                """))
                .param("video", video.id())
                .param("user", user)
                .update();
    }

    /** What the user has watched, last first. */
    Page<Watched> history(UUID user, PageQuery page) {
        var values = new ArrayList<Object>(List.of(user));
        var after = after(page, values);
        values.add(page.limit() + 1);
        var rows =
                rowSecurity.readAs(
                        user,
                        tables.sql(
                                """
                                select watched.id as row_id, position_seconds, completed, watched_at,
                                       video.id as video_id, file_name, mime_type, duration_seconds,
                                       missing_since is null as available
                                  from ${prefix}watch_history watched
                                  join ${prefix}videos video on video.id = watched.video_id
                                 where watched.user_id = ?
                                """
                                        + after
                                        + """
                                         order by watched_at desc, watched.id desc
                                         limit ?
                                        """),
                        (row, _) -> new Row(row.getObject("row_id", UUID.class), watched(row)),
                        values.toArray());
        return Page.of(
                        rows,
                        page,
                        it -> Cursor.of(it.watched().watchedAt().toString(), it.id().toString()))
                .map(Row::watched);
    }

    private record Row(UUID id, Watched watched) {}

    private static String after(PageQuery page, List<Object> values) {
        var after = page.afterParts(2);
        if (after == null) {
            return "";
        }
        try {
            values.add(Timestamp.from(Instant.parse(after.get(0))));
            values.add(UUID.fromString(after.get(1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new MalformedRequest("\"after\" is not a cursor of this list.");
        }
        return " and (watched_at, watched.id) < (?, ?) ";
    }

    private static Watched watched(ResultSet row) throws SQLException {
        return new Watched(
                new WatchedVideo(
                        row.getObject("video_id", UUID.class),
                        row.getString("file_name"),
                        row.getString("mime_type"),
                        row.getBigDecimal("duration_seconds"),
                        row.getBoolean("available")),
                row.getBigDecimal("position_seconds"),
                row.getBoolean("completed"),
                watchedAt(row));
    }

    private static Instant watchedAt(ResultSet row) throws SQLException {
        return row.getObject("watched_at", OffsetDateTime.class).toInstant();
    }
}
