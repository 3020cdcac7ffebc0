package dev.bulkhead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

class TokensTests {

    final Tokens tokens = Tokens.shared();

    @Test
    void areWhatThePlatformsServicesExpect() {
        var anna = tokens.user("anna");
        var token = read(anna.bearer());

        assertThat(token.getSubject()).isEqualTo(anna.id().toString());
        assertThat(token.getAudience()).containsExactly("bulkhead");
        assertThat(token.getClaimAsString("iss")).isEqualTo(tokens.issuer());
        assertThat(token.getHeaders()).containsEntry("alg", "RS256").containsKey("kid");
        assertThat(token.getClaimAsStringList("roles")).containsExactly("user");
        assertThat(token.getClaimAsString("username")).isEqualTo("anna");
        assertThat(token.getClaimAsString("email")).isEqualTo(anna.email());
        assertThat(token.getClaimAsBoolean("email_verified")).isTrue();
        assertThat(UUID.fromString(token.getClaimAsString("sid")).version()).isEqualTo(7);
        assertThat(token.getId()).isNotBlank();
        assertThat(Duration.between(token.getIssuedAt(), token.getExpiresAt()))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void nameTheSamePersonEachTime() {
        assertThat(tokens.user("anna").id()).isEqualTo(tokens.expired("anna").id());
        assertThat(tokens.user("anna").id()).isNotEqualTo(tokens.user("ben").id());
        assertThat(tokens.user("anna").id().version()).isEqualTo(7);
        assertThat(tokens.user("anna").id().variant()).isEqualTo(2);
    }

    @Test
    void carryRolesOrScopes() {
        assertThat(read(tokens.admin("root").bearer()).getClaimAsStringList("roles"))
                .isEqualTo(List.of("user", "admin"));
        var service = read(tokens.service("game-service", "events:write users:read"));
        assertThat(service.getSubject()).isEqualTo("game-service");
        assertThat(service.getClaimAsString("scope")).isEqualTo("events:write users:read");
        assertThat(service.hasClaim("roles")).isFalse();
    }

    @Test
    void areRefusedWhenExpiredForgedOrFromElsewhere() {
        assertThatExceptionOfType(JwtException.class)
                .isThrownBy(() -> read(tokens.expired("anna").bearer()))
                .withMessageContaining("expired");
        assertThatExceptionOfType(BadJwtException.class)
                .isThrownBy(() -> read(tokens.forged("anna").bearer()))
                .withMessageContaining("signature");
        assertThatExceptionOfType(JwtException.class)
                .isThrownBy(() -> read(tokens.fromElsewhere("anna").bearer()))
                .withMessageContaining("iss");
        assertThat(read(tokens.forOthers("anna").bearer()).getAudience())
                .doesNotContain("bulkhead");
        assertThat(
                        read(tokens.expired("anna").bearer().replace("Bearer ", ""), false)
                                .getExpiresAt())
                .isBefore(Instant.now());
    }

    Jwt read(String bearer) {
        return read(bearer.substring("Bearer ".length()), true);
    }

    Jwt read(String token, boolean validating) {
        var decoder = NimbusJwtDecoder.withJwkSetUri(tokens.jwksUri()).build();
        decoder.setJwtValidator(
                validating
                        ? JwtValidators.createDefaultWithIssuer(tokens.issuer())
                        : _ ->
                                org.springframework.security.oauth2.core.OAuth2TokenValidatorResult
                                        .success());
        return decoder.decode(token);
    }
}
