package dev.bulkhead.payment.idempotency;

import dev.bulkhead.payment.idempotency.Claim.Answer;
import dev.bulkhead.payment.idempotency.Claim.Answered;
import dev.bulkhead.payment.idempotency.Claim.Granted;
import dev.bulkhead.payment.idempotency.Claim.InUse;
import dev.bulkhead.payment.idempotency.Claim.Reused;
import dev.bulkhead.shared.db.Tables;
import dev.bulkhead.shared.db.TimeOrderedIds;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every key in use. Each method is one statement that commits by itself, so that a claim is seen by
 * all instances before the request is carried out.
 */
@Component
class IdempotencyKeys {

    private final JdbcClient jdbc;
    private final Tables tables;
    private final InstantSource clock;
    private final IdempotencySettings settings;

    IdempotencyKeys(
            JdbcClient jdbc, Tables tables, InstantSource clock, IdempotencySettings settings) {
        this.jdbc = jdbc;
        this.tables = tables;
        this.clock = clock;
        this.settings = settings;
    }

    Claim claim(UUID user, String key, byte[] requestHash) {
        var now = clock.instant();
        var fresh = TimeOrderedIds.next();
        var granted =
                jdbc.sql(
                                tables.sql(
                                        """
                                        insert into ${prefix}idempotency_keys as k
                                            (user_id, key, request_hash, operation_id, locked_until, created_at)
                                        values (:user, :key, :hash, :operation, :until, :now)
                                        on conflict (user_id, key) do update
                                            set locked_until = excluded.locked_until
                                            where k.response_status is null
                                              and k.request_hash = excluded.request_hash
                                              and (k.locked_until is null or k.locked_until <= :now)
                                        returning operation_id
                                        """))
                        .param("user", user)
                        .param("key", key)
                        .param("hash", requestHash)
                        .param("operation", fresh)
                        .param("until", Timestamp.from(now.plus(settings.lease())))
                        .param("now", Timestamp.from(now))
                        .query(UUID.class)
                        .optional();
        return granted.<Claim>map(it -> new Granted(new OnceId(it, it.equals(fresh))))
                .orElseGet(() -> standing(user, key, requestHash));
    }

    /** What somebody else's claim has come to. */
    private Claim standing(UUID user, String key, byte[] requestHash) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select request_hash, response_status, response_body, response_type, response_location
                                  from ${prefix}idempotency_keys
                                 where user_id = :user and key = :key
                                """))
                .param("user", user)
                .param("key", key)
                .query((row, number) -> {
                    if (!Arrays.equals(row.getBytes("request_hash"), requestHash)) {
                        return new Reused();
                    }
                    int status = row.getInt("response_status");
                    return row.wasNull()
                            ? new InUse()
                            : new Answered(
                                    new Answer(
                                            status,
                                            row.getString("response_body"),
                                            row.getString("response_type"),
                                            row.getString("response_location")));
                })
                .optional()
                .map(Claim.class::cast)
                .orElseGet(InUse::new); // forgotten in between: as good as still running
    }

    /** Keeps the answer; the first one counts. */
    void keep(OnceId once, Answer answer) {
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}idempotency_keys
                                   set response_status = :status, response_body = :body, response_type = :type,
                                       response_location = :location, locked_until = null
                                 where operation_id = :operation and response_status is null
                                """))
                .param("status", answer.status())
                .param("body", answer.body())
                .param("type", answer.type())
                .param("location", answer.location())
                .param("operation", once.id())
                .update();
    }

    /** Lets the request be carried out again under the same id. */
    void release(OnceId once) {
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}idempotency_keys
                                   set locked_until = null
                                 where operation_id = :operation and response_status is null
                                """))
                .param("operation", once.id())
                .update();
    }

    /** Frees the key of a request that was refused before it began. */
    void forget(OnceId once) {
        jdbc.sql(
                        tables.sql(
                                """
                                delete from ${prefix}idempotency_keys
                                 where operation_id = :operation and response_status is null
                                """))
                .param("operation", once.id())
                .update();
    }

    /** Removes keys older than their retention, a bounded number at a time. */
    int removeExpired() {
        var now = clock.instant();
        return jdbc.sql(
                        tables.sql(
                                """
                                delete from ${prefix}idempotency_keys
                                 where (user_id, key) in (
                                    select user_id, key from ${prefix}idempotency_keys
                                     where created_at < :before and (locked_until is null or locked_until <= :now)
                                     limit 1000
                                       for update skip locked)
                                """))
                .param("before", Timestamp.from(now.minus(settings.retention())))
                .param("now", Timestamp.from(now))
                .update();
    }
}
