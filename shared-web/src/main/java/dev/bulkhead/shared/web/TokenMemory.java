package dev.bulkhead.shared.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a checked token is taken for good without being checked again.
 *
 * @param tokenCache how many to remember, some 4 KB each; 0 turns it off
 * @param tokenCacheFor how long at most: a key that its issuer withdraws counts that much longer
 */
@ConfigurationProperties("bulkhead")
record TokenMemory(
        @DefaultValue("2000") int tokenCache, @DefaultValue("1m") Duration tokenCacheFor) {

    TokenMemory {
        if (tokenCache < 0 || tokenCacheFor.isNegative()) {
            throw new IllegalArgumentException(
                    "bulkhead.token-cache and token-cache-for must not be negative, but were "
                            + tokenCache
                            + " and "
                            + tokenCacheFor);
        }
    }
}
