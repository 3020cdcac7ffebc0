package dev.bulkhead.media.scan;

import dev.bulkhead.media.persistence.WithPersistence;
import dev.bulkhead.media.scan.Scan.Counts;
import dev.bulkhead.media.scan.Scan.State;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.TimeOrderedIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Every scan there was; at most one of them runs. */
@Component
@WithPersistence
class Scans {

    /** A scan that has shown no sign of life for this long has died with its instance. */
    static final Duration SILENCE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Tables tables;
    private final InstantSource clock;

    Scans(JdbcClient jdbc, Tables tables, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.clock = clock;
    }

    /** The id of a new scan; empty if one runs already, here or elsewhere. */
    @Transactional
    Optional<UUID> begin(UUID startedBy) {
        var now = clock.instant();
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}scans
                                   set state = 'interrupted', finished_at = :now
                                 where state = 'running'
                                   and heartbeat_at < :silent
                                """))
                .param("now", Timestamp.from(now))
                .param("silent", Timestamp.from(now.minus(SILENCE)))
                .update();
        return jdbc.sql(
                        tables.sql(
                                """
                                insert into ${prefix}scans
                                       (id, started_by, state, started_at, heartbeat_at)
                                values (:id, :startedBy, 'running', :now, :now)
                                on conflict (state) where state = 'running' do nothing
                                returning id
                                """))
                .param("id", TimeOrderedIds.next())
                .param("startedBy", startedBy)
                .param("now", Timestamp.from(now))
                .query(UUID.class)
                .optional();
    }

    void report(UUID id, Counts counts) {
        write(id, State.RUNNING, counts);
    }

    void end(UUID id, State state, Counts counts) {
        write(id, state, counts);
    }

    private void write(UUID id, State state, Counts counts) {
        var now = Timestamp.from(clock.instant());
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}scans
                                   set state = :state,
                                       seen = :seen,
                                       added = :added,
                                       changed = :changed,
                                       moved = :moved,
                                       unchanged = :unchanged,
                                       vanished = :vanished,
                                       returned = :returned,
                                       duplicates = :duplicates,
                                       unsupported = :unsupported,
                                       skipped = :skipped,
                                       heartbeat_at = :now,
                                       finished_at = :finishedAt
                                 where id = :id
                                   and state = 'running'
                                """))
                .param("state", state.name().toLowerCase(Locale.ROOT))
                .param("seen", counts.seen())
                .param("added", counts.added())
                .param("changed", counts.changed())
                .param("moved", counts.moved())
                .param("unchanged", counts.unchanged())
                .param("vanished", counts.vanished())
                .param("returned", counts.returned())
                .param("duplicates", counts.duplicates())
                .param("unsupported", counts.unsupported())
                .param("skipped", counts.skipped())
                .param("now", now)
                .param("finishedAt", state == State.RUNNING ? null : now, Types.TIMESTAMP)
                .param("id", id)
                .update();
    }

    /** The one that runs, or the last that did. */
    Optional<Scan> latest() {
        return jdbc.sql(tables.sql("select * from ${prefix}scans order by id desc limit 1"))
                .query((row, _) -> scan(row))
                .optional();
    }

    private Scan scan(ResultSet row) throws SQLException {
        var state = State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
        if (state == State.RUNNING
                && instant(row, "heartbeat_at").isBefore(clock.instant().minus(SILENCE))) {
            state = State.INTERRUPTED;
        }
        return new Scan(
                row.getObject("id", UUID.class),
                state,
                new Counts(
                        row.getLong("seen"),
                        row.getLong("added"),
                        row.getLong("changed"),
                        row.getLong("moved"),
                        row.getLong("unchanged"),
                        row.getLong("vanished"),
                        row.getLong("returned"),
                        row.getLong("duplicates"),
                        row.getLong("unsupported"),
                        row.getLong("skipped")),
                instant(row, "started_at"),
                row.getObject("finished_at") == null ? null : instant(row, "finished_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
