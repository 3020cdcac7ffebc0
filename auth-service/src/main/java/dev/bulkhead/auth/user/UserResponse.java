package dev.bulkhead.auth.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A person as they see themselves, and as administrators see them. */
record UserResponse(
        UUID id,
        String username,
        String email,
        String name,
        boolean emailVerified,
        boolean active,
        List<String> roles,
        Instant createdAt) {

    static UserResponse of(Account it) {
        return new UserResponse(
                it.id(),
                it.username(),
                it.email(),
                it.name(),
                it.emailVerified(),
                it.active(),
                it.roles(),
                it.createdAt());
    }
}
