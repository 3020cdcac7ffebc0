package dev.bulkhead.payment.webhook;

import dev.bulkhead.payment.provider.ProviderEvent;
import dev.bulkhead.shared.db.Tables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every event ever delivered. */
@Component
class WebhookEvents {

    private final JdbcClient jdbc;
    private final Tables tables;

    WebhookEvents(JdbcClient jdbc, Tables tables) {
        this.jdbc = jdbc;
        this.tables = tables;
    }

    /** Stores an event, unless it is there already. */
    void store(ProviderEvent event, String payload, Instant now, Instant nextAttempt) {
        jdbc.sql(
                        tables.sql(
                                """
                                insert into ${prefix}webhook_events
                                    (id, type, payload, occurred_at, received_at, next_attempt_at)
                                values (:id, :type, cast(:payload as jsonb), :occurred, :now, :next)
                                on conflict (id) do nothing
                                """))
                .param("id", event.id())
                .param("type", event.type())
                .param("payload", payload)
                .param("occurred", Timestamp.from(event.occurredAt()))
                .param("now", Timestamp.from(now))
                .param("next", Timestamp.from(nextAttempt))
                .update();
    }

    /**
     * Locks an event for applying it, and gives its payload; nothing if it was applied, or is being
     * applied by somebody else. Needs a transaction.
     */
    Optional<String> lockUnprocessed(String id) {
        return jdbc.sql(
                        tables.sql(
                                """
                                select payload::text
                                  from ${prefix}webhook_events
                                 where id = :id and processed_at is null
                                   for update skip locked
                                """))
                .param("id", id)
                .query(String.class)
                .optional();
    }

    void processed(String id, Instant now) {
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}webhook_events
                                   set processed_at = :now, error = null, next_attempt_at = null,
                                       attempts = attempts + 1
                                 where id = :id
                                """))
                .param("now", Timestamp.from(now))
                .param("id", id)
                .update();
    }

    /** How often it was tried; nothing if it was applied meanwhile. */
    Optional<Integer> failed(String id, String error) {
        return jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}webhook_events
                                   set error = :error, attempts = attempts + 1
                                 where id = :id and processed_at is null
                                returning attempts
                                """))
                .param("error", error)
                .param("id", id)
                .query(Integer.class)
                .optional();
    }

    /** When to try again; null for never. */
    void tryAgainAt(String id, @Nullable Instant at) {
        jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}webhook_events
                                   set next_attempt_at = :at
                                 where id = :id and processed_at is null
                                """))
                .param("at", at == null ? null : Timestamp.from(at))
                .param("id", id)
                .update();
    }

    /** Takes a share of what is due; other instances take others. */
    List<Due> takeDue(Instant now, Instant later, int batch) {
        return jdbc.sql(
                        tables.sql(
                                """
                                update ${prefix}webhook_events
                                   set next_attempt_at = :later
                                 where id in (select id from ${prefix}webhook_events
                                               where next_attempt_at <= :now
                                               order by next_attempt_at
                                               limit :batch
                                                 for update skip locked)
                                returning id, payload::text, error
                                """))
                .param("later", Timestamp.from(later))
                .param("now", Timestamp.from(now))
                .param("batch", batch)
                .query(Due.class)
                .list();
    }

    record Due(String id, String payload, @Nullable String error) {}
}
