package dev.bulkhead.auth.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /** Signs with the one key that signs, whichever others are still published. */
    @Bean
    JwtEncoder jwtEncoder(KeyRing ring) {
        JWKSource<SecurityContext> signing =
                (selector, context) ->
                        selector.select(new JWKSet(List.<JWK>of(ring.signing().pair())));
        return new NimbusJwtEncoder(signing);
    }

    /** Checks this service's own tokens as the others do, but without asking itself over HTTP. */
    @Bean
    JwtDecoder jwtDecoder(KeyRing ring, Issuer issuer, Clock clock) {
        var timestamps = new JwtTimestampValidator(CLOCK_SKEW);
        timestamps.setClock(clock);
        timestamps.setAllowEmptyExpiryClaim(false);
        var decoder =
                NimbusJwtDecoder.withJwkSource(ring).jwsAlgorithm(SignatureAlgorithm.RS256).build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(
                        timestamps,
                        new JwtIssuerValidator(issuer.url()),
                        new JwtClaimValidator<List<String>>(
                                JwtClaimNames.AUD,
                                aud -> aud != null && aud.contains(Issuer.AUDIENCE))));
        return decoder;
    }
}
