package dev.bulkhead.auth.user;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** That a person has proved who they are, and with which password: it may be replaced meanwhile. */
public final class Proof {

    private final UUID userId;
    private final @Nullable String passwordHash;

    Proof(UUID userId, @Nullable String passwordHash) {
        this.userId = userId;
        this.passwordHash = passwordHash;
    }

    UUID userId() {
        return userId;
    }

    @Nullable String passwordHash() {
        return passwordHash;
    }
}
