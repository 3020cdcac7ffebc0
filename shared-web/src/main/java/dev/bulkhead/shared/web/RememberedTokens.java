package dev.bulkhead.shared.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Checks a token's signature once and not with each request. Only good ones are remembered, by all
 * of their text; one that has expired is left to the decoder.
 */
final class RememberedTokens implements JwtDecoder {

    private final JwtDecoder decoder;
    private final Cache<String, Jwt> checked;
    private final InstantSource clock;

    /** The decoder with this memory, or as it is where there is to be none. */
    static JwtDecoder of(JwtDecoder decoder, TokenMemory memory, InstantSource clock) {
        return memory.tokenCache() == 0 ? decoder : new RememberedTokens(decoder, memory, clock);
    }

    private RememberedTokens(JwtDecoder decoder, TokenMemory memory, InstantSource clock) {
        this.decoder = decoder;
        this.clock = clock;
        this.checked =
                Caffeine.newBuilder()
                        .maximumSize(memory.tokenCache())
                        .expireAfterWrite(memory.tokenCacheFor())
                        .build();
    }

    @Override
    public Jwt decode(String token) {
        var known = checked.getIfPresent(token);
        if (known != null
                && known.getExpiresAt() != null
                && clock.instant().isBefore(known.getExpiresAt())) {
            return known;
        }
        var jwt = new CheckedToken(decoder.decode(token)); // throws unless it is good
        checked.put(jwt.getTokenValue(), jwt);
        return jwt;
    }
}
