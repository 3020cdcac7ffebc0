package dev.bulkhead.shared.web;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who calls, as the token says it. A controller takes it as a parameter.
 *
 * @param id the token's subject
 * @param session the session the token came from, if it names one
 */
public record Caller(
        UUID id,
        String username,
        @Nullable String name,
        @Nullable String email,
        boolean emailVerified,
        Set<String> roles,
        @Nullable UUID session) {

    /** Whether the caller may act on what is not theirs. */
    public boolean admin() {
        return roles.contains("admin");
    }

    static Caller of(Jwt token) {
        var roles = token.getClaimAsStringList("roles");
        var username = token.getClaimAsString("username");
        var session = token.getClaimAsString("sid");
        return new Caller(
                UUID.fromString(token.getSubject()),
                username == null ? token.getSubject() : username,
                token.getClaimAsString("name"),
                token.getClaimAsString("email"),
                Boolean.TRUE.equals(token.getClaimAsBoolean("email_verified")),
                Set.copyOf(roles == null ? List.of() : roles),
                session == null ? null : UUID.fromString(session));
    }
}
