package dev.bulkhead.auth.audit;

import static java.time.ZoneOffset.UTC;

import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.TimeOrderedIds;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The record of what happened. Rows can be added and read; the database refuses the rest. */
@Repository
public class AuditLog {

    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final Tables tables;
    private final JsonMapper json;
    private final InstantSource clock;

    AuditLog(JdbcClient jdbc, Tables tables, JsonMapper json, InstantSource clock) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.json = json;
        this.clock = clock;
    }

    /** Keeps the entry; inside a transaction it is kept if what it tells of is. */
    public void add(AuditEntry entry) {
        jdbc.sql(
                        tables.sql(
                                """
                                insert into ${prefix}audit_log
                                    (id, user_id, action, resource_type, resource_id, metadata, ip, created_at)
                                values
                                    (:id, cast(:user as uuid), :action, :type, :resource,
                                     cast(:metadata as jsonb), cast(:ip as inet), :now)
                                """))
                .param("id", TimeOrderedIds.next())
                .param("user", entry.userId())
                .param("action", entry.action())
                .param("type", entry.resourceType())
                .param("resource", entry.resourceId())
                .param("metadata", json.writeValueAsString(entry.metadata()))
                .param("ip", entry.address())
                .param("now", clock.instant().atOffset(UTC))
                .update();
    }

    /** The newest entries first; with a user or an action, only theirs. */
    Page<Kept> page(PageQuery query, @Nullable UUID user, @Nullable String action) {
        var rows =
                jdbc.sql(
                                tables.sql(
                                        """
                                        select id, user_id, action, resource_type, resource_id, metadata,
                                               host(ip) as ip, created_at
                                        from ${prefix}audit_log
                                        where id < coalesce(cast(:after as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                                        """
                                                + (user == null ? "" : " and user_id = :user")
                                                + (action == null ? "" : " and action = :action")
                                                + " order by id desc limit :limit"))
                        .param("after", query.afterId())
                        .param("user", user)
                        .param("action", action)
                        .param("limit", query.limit() + 1)
                        .query((row, number) -> kept(row))
                        .list();
        return Page.of(rows, query, it -> Cursor.of(it.id()));
    }

    private Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                row.getString("action"),
                row.getString("resource_type"),
                row.getString("resource_id"),
                json.readValue(row.getString("metadata"), DETAILS),
                row.getString("ip"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /** An entry as it was kept. */
    record Kept(
            UUID id,
            @Nullable UUID userId,
            String action,
            @Nullable String resourceType,
            @Nullable String resourceId,
            Map<String, String> metadata,
            @Nullable String ip,
            Instant createdAt) {}
}
