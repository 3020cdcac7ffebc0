package dev.bulkhead.auth.session;

import static java.time.ZoneOffset.UTC;

import dev.bulkhead.auth.origin.Origin;
import dev.bulkhead.shared.db.RowSecurity;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.TimeOrderedIds;
import dev.bulkhead.shared.web.Cursor;
import dev.bulkhead.shared.web.Page;
import dev.bulkhead.shared.web.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sessions and their refresh tokens. A session's first row carries its id and stands for the whole:
 * who holds it locked is alone with the session, who deletes it has ended it.
 */
@Repository
class Sessions {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final RowSecurity rowSecurity;

    Sessions(JdbcClient jdbc, Tables tables, RowSecurity rowSecurity) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.rowSecurity = rowSecurity;
    }

    /**
     * Acts as this person for the rest of the transaction: what follows concerns their sessions
     * only, and the database knows no others.
     */
    void actAs(UUID userId) {
        rowSecurity.actAs(userId);
    }

    /** Begins a session and returns its id. */
    UUID begin(UUID userId, RefreshToken token, Origin origin, Instant expiry, Instant now) {
        var id = TimeOrderedIds.next();
        add(id, id, userId, token, origin, expiry, now);
        return id;
    }

    /** Gives a session its next token; the one before must be spent. */
    void add(
            UUID session,
            UUID userId,
            RefreshToken token,
            Origin origin,
            Instant expiry,
            Instant now) {
        add(TimeOrderedIds.next(), session, userId, token, origin, expiry, now);
    }

    private void add(
            UUID id,
            UUID session,
            UUID userId,
            RefreshToken token,
            Origin origin,
            Instant expiry,
            Instant now) {
        sql("""
        insert into ${prefix}sessions
            (id, user_id, refresh_token_hash, family_id, user_agent, ip, expires_at, created_at)
        values
            (:id, :user, :hash, :session, :agent, cast(:ip as inet), :expiry, :now)
        """)
                .param("id", id)
                .param("user", userId)
                .param("hash", token.hash())
                .param("session", session)
                .param("agent", origin.userAgent())
                .param("ip", origin.address())
                .param("expiry", expiry.atOffset(UTC))
                .param("now", now.atOffset(UTC))
                .update();
    }

    /** Whose token this is and of which session, spent or not. Acts as that person from then on. */
    Optional<Holder> holderOf(RefreshToken token) {
        rowSecurity.actAsHolder(token.hash());
        var holder = findHolderOf(token);
        holder.ifPresent(it -> actAs(it.userId()));
        return holder;
    }

    private Optional<Holder> findHolderOf(RefreshToken token) {
        return sql("""
        select family_id, user_id
        from ${prefix}sessions
        where refresh_token_hash = :hash
        """)
                .param("hash", token.hash())
                .query((row, number) ->
                        new Holder(
                                row.getObject("family_id", UUID.class),
                                row.getObject("user_id", UUID.class)))
                .optional();
    }

    /**
     * Locks the session until the transaction ends.
     *
     * @return when it began; empty if it has ended
     */
    Optional<Instant> hold(UUID session) {
        return sql("select created_at from ${prefix}sessions where id = :session for update")
                .param("session", session)
                .query((row, number) -> instant(row, "created_at"))
                .optional();
    }

    Optional<Issued> find(RefreshToken token) {
        return sql("""
        select id, user_id, expires_at, rotated_at is not null as spent
        from ${prefix}sessions
        where refresh_token_hash = :hash
        """)
                .param("hash", token.hash())
                .query((row, number) ->
                        new Issued(
                                row.getObject("id", UUID.class),
                                instant(row, "expires_at"),
                                row.getBoolean("spent")))
                .optional();
    }

    void spend(Issued token, Instant now) {
        sql("update ${prefix}sessions set rotated_at = :now where id = :id")
                .param("id", token.id())
                .param("now", now.atOffset(UTC))
                .update();
    }

    /** Whether the session was still there to end. */
    boolean end(UUID session) {
        return sql("delete from ${prefix}sessions where id = :session and family_id = :session")
                        .param("session", session)
                        .update()
                == 1;
    }

    /** The same, if it is this person's. */
    boolean end(UUID session, UUID userId) {
        return sql("""
        delete from ${prefix}sessions
        where id = :session and family_id = :session and user_id = :user
        """)
                        .param("session", session)
                        .param("user", userId)
                        .update()
                == 1;
    }

    /** Ends all of a person's sessions but one. */
    int endAll(UUID userId, @Nullable UUID except) {
        return sql("""
        delete from ${prefix}sessions
        where user_id = :user and id = family_id
          and id is distinct from cast(:except as uuid)
        """)
                .param("user", userId)
                .param("except", except)
                .update();
    }

    boolean isLive(UUID session, UUID userId) {
        return !rowSecurity
                .readAs(
                        userId,
                        tables.sql("select 1 from ${prefix}sessions where id = ? and user_id = ?"),
                        (row, _) -> true,
                        session,
                        userId)
                .isEmpty();
    }

    /** A person's sessions that can still be refreshed, the latest login first. */
    @Transactional(readOnly = true)
    Page<SignedIn> page(UUID userId, PageQuery query, Instant now) {
        actAs(userId);
        var rows =
                sql("""
                select first.id, first.created_at, latest.created_at as last_used_at,
                       latest.expires_at, latest.user_agent, host(latest.ip) as ip
                from ${prefix}sessions first
                join ${prefix}sessions latest
                  on latest.family_id = first.id and latest.rotated_at is null
                where first.user_id = :user and first.id = first.family_id
                  and latest.expires_at > :now
                  and first.id < coalesce(cast(:after as uuid), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
                order by first.id desc
                limit :limit
                """)
                        .param("user", userId)
                        .param("now", now.atOffset(UTC))
                        .param("after", query.afterId())
                        .param("limit", query.limit() + 1)
                        .query((row, number) ->
                                new SignedIn(
                                        row.getObject("id", UUID.class),
                                        row.getString("user_agent"),
                                        row.getString("ip"),
                                        instant(row, "created_at"),
                                        instant(row, "last_used_at"),
                                        instant(row, "expires_at")))
                        .list();
        return Page.of(rows, query, it -> Cursor.of(it.id()));
    }

    /**
     * Removes tokens that are past their time, a portion at a time. A session's first row stays as
     * long as any of its tokens can be used.
     */
    @Transactional
    int sweep(Instant now, int atMost) {
        rowSecurity.actAsJob("purge-sessions");
        return sql("""
        delete from ${prefix}sessions
        where id in (
            select s.id
            from ${prefix}sessions s
            where s.expires_at <= :now
              and (s.id <> s.family_id
                   or not exists (select 1
                                  from ${prefix}sessions l
                                  where l.family_id = s.id and l.expires_at > :now))
            limit :most
            for update skip locked)
        """)
                .param("now", now.atOffset(UTC))
                .param("most", atMost)
                .update();
    }

    private JdbcClient.StatementSpec sql(String statement) {
        return jdbc.sql(tables.sql(statement));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    record Holder(UUID session, UUID userId) {}

    /** A refresh token that was given out. */
    record Issued(UUID id, Instant expiresAt, boolean spent) {}

    /** A session as its owner sees it. */
    record SignedIn(
            UUID id,
            @Nullable String userAgent,
            String ip,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt) {}
}
