package dev.bulkhead.gateway.access;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are good.
 *
 * @param issuer claim {@code iss} of a good token
 * @param audience has to be in its claim {@code aud}
 * @param jwksUri where the issuer publishes its keys; read when the first token comes
 * @param tokenCache how many checked tokens to remember, so that a signature is checked once and
 *     not with each request; 0 turns it off
 * @param tokenCacheFor how long at most; an expired token is refused at once all the same
 */
@ConfigurationProperties("bulkhead")
record TokenSettings(
        @DefaultValue("http://localhost:8080/api/auth") String issuer,
        @DefaultValue("bulkhead") String audience,
        @DefaultValue("http://localhost:5500/api/auth/jwks") URI jwksUri,
        @DefaultValue("10000") int tokenCache,
        @DefaultValue("1m") Duration tokenCacheFor) {

    TokenSettings {
        if (jwksUri.getScheme() == null || !jwksUri.getScheme().startsWith("http")) {
            throw new IllegalArgumentException(
                    "bulkhead.jwks-uri must be an http(s) address, but is " + jwksUri);
        }
    }
}
