package dev.bulkhead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtException;

class RememberedTokenTests {

    MockOAuth2Server issuer = new MockOAuth2Server();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @BeforeEach
    void start() {
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.shutdown();
    }

    @Test
    void checksASignatureOnce() throws Exception {
        var tokens = tokens(issuer.jwksUrl("bulkhead").toString());
        var token = token(600);

        assertThat(tokens.decode(token)).isSameAs(tokens.decode(token));
    }

    @Test
    void trustsItsMemoryNoLongerThanTheTokenLives() throws Exception {
        var tokens = tokens(issuer.jwksUrl("bulkhead").toString());
        var token = token(600);
        var first = tokens.decode(token);
        assertThat(tokens.decode(token)).isSameAs(first);

        now.set(Instant.now().plusSeconds(601));

        // by the wall clock of the decoder it is still good, and so is checked anew
        assertThat(tokens.decode(token)).isNotSameAs(first);
    }

    @Test
    void goesOnWhileTheIssuerIsDown() throws Exception {
        var tokens = tokens(issuer.jwksUrl("bulkhead").toString());
        tokens.decode(token(600));
        var later = token(700);
        issuer.shutdown();

        assertThat(tokens.decode(later).getSubject()).isEqualTo("anna");
    }

    @Test
    void doesNotTakeAMissingKeyForABadToken() throws Exception {
        var tokens = tokens("http://localhost:1/jwks");

        assertThatThrownBy(() -> tokens.decode(token(600)))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);
    }

    private Tokens tokens(String keys) throws Exception {
        return new Tokens(
                new TokenSettings(
                        issuer.issuerUrl("bulkhead").toString(),
                        "bulkhead",
                        URI.create(keys),
                        10,
                        Duration.ofMinutes(1)),
                now::get);
    }

    private String token(long seconds) {
        return issuer.issueToken(
                        "bulkhead",
                        "test",
                        new DefaultOAuth2TokenCallback(
                                "bulkhead",
                                "anna",
                                JOSEObjectType.JWT.getType(),
                                List.of("bulkhead"),
                                Map.of(),
                                seconds))
                .serialize();
    }
}
