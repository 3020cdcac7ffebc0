package dev.bulkhead.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Checks tokens: RS256 signature, issuer, audience, time. Keys once read stay good for an hour of
 * silence from their publisher: the other services go on while auth is down.
 */
@Component
final class Tokens implements JwtDecoder {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 2_000;
    private static final int MAX_KEY_SET_BYTES = 256 * 1024;
    private static final long KEYS_GOOD_FOR_MILLIS = 5 * 60_000L;
    private static final long KEYS_GOOD_IN_OUTAGE_MILLIS = 60 * 60_000L;
    private static final long ASK_FOR_UNKNOWN_KEY_EVERY_MILLIS = 5_000;

    private final NimbusJwtDecoder decoder;
    private final Cache<String, Jwt> checked;
    private final InstantSource clock;

    Tokens(TokenSettings settings, InstantSource clock) throws MalformedURLException {
        this.clock = clock;
        this.decoder = decoder(settings);
        this.checked =
                Caffeine.newBuilder()
                        .maximumSize(settings.tokenCache())
                        .expireAfterWrite(settings.tokenCacheFor())
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
        var jwt = decoder.decode(token); // throws unless it is good
        checked.put(token, jwt);
        return jwt;
    }

    private static NimbusJwtDecoder decoder(TokenSettings settings) throws MalformedURLException {
        var keys =
                JWKSourceBuilder.create(
                                settings.jwksUri().toURL(),
                                new DefaultResourceRetriever(
                                        CONNECT_MILLIS, READ_MILLIS, MAX_KEY_SET_BYTES))
                        .cache(KEYS_GOOD_FOR_MILLIS, CONNECT_MILLIS + READ_MILLIS)
                        .refreshAheadCache(false)
                        .rateLimited(ASK_FOR_UNKNOWN_KEY_EVERY_MILLIS)
                        .outageTolerant(KEYS_GOOD_IN_OUTAGE_MILLIS)
                        .build();
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"))));
        processor.setJWTClaimsSetVerifier((claims, context) -> {}); // checked below instead
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(
                        JwtValidators.createDefaultWithIssuer(settings.issuer()),
                        new JwtClaimValidator<List<String>>(
                                JwtClaimNames.AUD,
                                audience ->
                                        audience != null && audience.contains(settings.audience())),
                        new JwtClaimValidator<>(JwtClaimNames.EXP, expiry -> expiry != null),
                        new JwtClaimValidator<String>(
                                JwtClaimNames.SUB,
                                subject -> subject != null && !subject.isBlank())));
        return decoder;
    }
}
