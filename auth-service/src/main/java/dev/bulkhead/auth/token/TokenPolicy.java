package dev.bulkhead.auth.token;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long tokens and the keys that sign them live.
 *
 * @param accessTokenLifetime how long an access token is good for; nothing can call it back sooner
 * @param signingKeyLifetime after which a new key takes over
 * @param signingKeyRereadAfter for how long an instance may sign with the key it knows before it
 *     looks whether another instance has changed it
 * @param encryptionKeyFile file with at least 32 random characters, from which the key to the
 *     private keys in the database is derived
 */
@ConfigurationProperties("bulkhead.auth")
public record TokenPolicy(
        @DefaultValue("10m") Duration accessTokenLifetime,
        @DefaultValue("90d") Duration signingKeyLifetime,
        @DefaultValue("10s") Duration signingKeyRereadAfter,
        @Nullable Path encryptionKeyFile) {

    /** Clocks differ, and a service may be a moment behind. */
    private static final Duration SLACK = Duration.ofMinutes(2);

    public TokenPolicy {
        if (accessTokenLifetime.compareTo(Duration.ofSeconds(10)) < 0
                || accessTokenLifetime.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "bulkhead.auth.access-token-lifetime must be between 10s and 1h, but was "
                            + accessTokenLifetime);
        }
        if (signingKeyLifetime.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "bulkhead.auth.signing-key-lifetime must be at least 1h, but was "
                            + signingKeyLifetime);
        }
        if (signingKeyRereadAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "bulkhead.auth.signing-key-reread-after must not be negative, but was "
                            + signingKeyRereadAfter);
        }
    }

    /** How long a retired key must stay published: until its last token has expired everywhere. */
    Duration publicationAfterRetirement() {
        return accessTokenLifetime.plus(signingKeyRereadAfter).plus(SLACK);
    }
}
