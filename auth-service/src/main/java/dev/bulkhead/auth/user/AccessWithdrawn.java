package dev.bulkhead.auth.user;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody may do less than before, or their password may have been known to others: whatever was
 * signed in under the old rules is to end, in the same transaction.
 *
 * @param except the session in which it was done, if that one may go on
 */
public record AccessWithdrawn(UUID userId, @Nullable UUID except) {}
