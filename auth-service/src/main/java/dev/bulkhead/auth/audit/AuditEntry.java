package dev.bulkhead.auth.audit;

import dev.bulkhead.auth.origin.Origin;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened. Holds ids and reasons; never a password, a token or an e-mail address.
 *
 * @param action what, as <code>noun.past-tense</code>, for example <code>session.replayed</code>
 * @param userId who did it, if somebody was signed in
 * @param resourceType what it was done to, together with {@code resourceId}
 */
public record AuditEntry(
        String action,
        @Nullable UUID userId,
        @Nullable String resourceType,
        @Nullable String resourceId,
        Map<String, String> metadata,
        @Nullable String address) {

    /** Something that happened, so far without any circumstances. */
    public static AuditEntry of(String action) {
        return new AuditEntry(action, null, null, null, Map.of(), null);
    }

    /** The same, done by this person. */
    public AuditEntry by(UUID userId) {
        return new AuditEntry(action, userId, resourceType, resourceId, metadata, address);
    }

    /** The same, done to this. */
    public AuditEntry on(String resourceType, Object resourceId) {
        return new AuditEntry(
                action, userId, resourceType, resourceId.toString(), metadata, address);
    }

    /** The same, from there. */
    public AuditEntry from(Origin origin) {
        return new AuditEntry(action, userId, resourceType, resourceId, metadata, origin.address());
    }

    /** The same, with one more detail. */
    public AuditEntry with(String key, String value) {
        var more = new TreeMap<>(metadata);
        more.put(key, value);
        return new AuditEntry(action, userId, resourceType, resourceId, more, address);
    }
}
