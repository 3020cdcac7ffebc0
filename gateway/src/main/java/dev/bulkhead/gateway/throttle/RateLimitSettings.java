package dev.bulkhead.gateway.throttle;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits per client.
 *
 * @param enabled false lets everybody send as much as they can
 * @param user for one token subject
 * @param address for one address without a token; an IPv6 network of 64 bits counts as one
 * @param guarded in addition, for one address on {@code guardedPaths}
 * @param guardedPaths where somebody could try passwords, as {@code /path} or {@code METHOD /path}
 * @param maxClients how many clients to remember; beyond it, the longest silent are forgotten
 */
@ConfigurationProperties("bulkhead.gateway.rate-limit")
record RateLimitSettings(
        @DefaultValue("true") boolean enabled,
        Rate user,
        Rate address,
        Rate guarded,
        @DefaultValue List<String> guardedPaths,
        @DefaultValue("100000") int maxClients) {

    RateLimitSettings {
        if (user == null || address == null || guarded == null) {
            throw new IllegalArgumentException(
                    "bulkhead.gateway.rate-limit needs the rates user, address and guarded");
        }
        if (maxClients < 1) {
            throw new IllegalArgumentException(
                    "bulkhead.gateway.rate-limit.max-clients must be positive, but is "
                            + maxClients);
        }
    }
}
