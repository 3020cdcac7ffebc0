package dev.bulkhead.auth.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A person, without the password.
 *
 * @param roles their names, in alphabetical order except that <code>user</code> comes first
 * @param active false while the account is kept out
 */
public record Account(
        UUID id,
        String username,
        String email,
        String name,
        boolean emailVerified,
        boolean active,
        List<String> roles,
        Instant createdAt) {}
