package dev.bulkhead.shared.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

class RememberedTokensTests {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    AtomicInteger checks = new AtomicInteger();

    @Test
    void checksATokenOnce() {
        var tokens = tokens(10);

        assertThat(tokens.decode("good")).isSameAs(tokens.decode("good"));
        assertThat(checks).hasValue(1);
        tokens.decode("good too");
        assertThat(checks).hasValue(2);
    }

    @Test
    void leavesAnExpiredTokenToTheDecoder() {
        var tokens = tokens(10);
        tokens.decode("good");

        now.set(NOON.plusSeconds(599));
        tokens.decode("good");
        assertThat(checks).hasValue(1);

        now.set(NOON.plusSeconds(600));
        tokens.decode("good");
        assertThat(checks).hasValue(2);
    }

    @Test
    void remembersNoBadToken() {
        var tokens = tokens(10);

        for (int i = 1; i <= 2; i++) {
            assertThatExceptionOfType(BadJwtException.class)
                    .isThrownBy(() -> tokens.decode("forged"));
            assertThat(checks).hasValue(i);
        }
    }

    @Test
    void canBeTurnedOff() {
        var tokens = tokens(0);
        tokens.decode("good");
        tokens.decode("good");

        assertThat(checks).hasValue(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenMemory(-1, Duration.ofMinutes(1)));
    }

    private JwtDecoder tokens(int most) {
        return RememberedTokens.of(
                token -> {
                    checks.incrementAndGet();
                    if (token.equals("forged")) {
                        throw new BadJwtException("forged");
                    }
                    return Jwt.withTokenValue(token)
                            .header("alg", "RS256")
                            .subject("anna")
                            .expiresAt(NOON.plusSeconds(600))
                            .build();
                },
                new TokenMemory(most, Duration.ofMinutes(1)),
                now::get);
    }
}
