package dev.bulkhead.auth.session;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long people stay signed in.
 *
 * @param idle a session ends when it has not been refreshed for this long
 * @param lifetime and in any case this long after the login
 */
@ConfigurationProperties("bulkhead.auth.session")
record SessionPolicy(@DefaultValue("14d") Duration idle, @DefaultValue("90d") Duration lifetime) {

    SessionPolicy {
        if (!idle.isPositive() || lifetime.compareTo(idle) < 0) {
            throw new IllegalArgumentException(
                    "bulkhead.auth.session.idle must be positive and lifetime no shorter, but they"
                            + " were "
                            + idle
                            + " and "
                            + lifetime);
        }
    }

    /** Until when a refresh token is good that is given out now. */
    Instant expiry(Instant loggedInAt, Instant now) {
        var byIdling = now.plus(idle);
        var atMost = loggedInAt.plus(lifetime);
        return byIdling.isBefore(atMost) ? byIdling : atMost;
    }
}
