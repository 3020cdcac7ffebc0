package dev.bulkhead.auth.token;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Service;

/** Signs access tokens: RS256, so that every service can check them and none can make them. */
@Service
public class AccessTokens {

    private final JwtEncoder encoder;
    private final Issuer issuer;
    private final TokenPolicy policy;
    private final InstantSource clock;

    AccessTokens(JwtEncoder encoder, Issuer issuer, TokenPolicy policy, InstantSource clock) {
        this.encoder = encoder;
        this.issuer = issuer;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * A signed token for this subject.
     *
     * @param more adds the claims that say who it is
     */
    public AccessToken issue(UUID subject, Consumer<JwtClaimsSet.Builder> more) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var claims =
                JwtClaimsSet.builder()
                        .issuer(issuer.url())
                        .subject(subject.toString())
                        .audience(List.of(Issuer.AUDIENCE))
                        .issuedAt(now)
                        .expiresAt(now.plus(policy.accessTokenLifetime()))
                        .id(UUID.randomUUID().toString());
        more.accept(claims);
        var header = JwsHeader.with(SignatureAlgorithm.RS256).type("JWT").build();
        var token = encoder.encode(JwtEncoderParameters.from(header, claims.build()));
        return new AccessToken(token.getTokenValue(), policy.accessTokenLifetime());
    }

    /** A token, and how long it is good for from now on. */
    public record AccessToken(String value, Duration lifetime) {}
}
