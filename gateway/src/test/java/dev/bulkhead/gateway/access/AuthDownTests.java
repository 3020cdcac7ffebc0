package dev.bulkhead.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RunningGateway;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The gateway starts before auth does, and says what is the matter until then. */
@TestPropertySource(properties = "test.jwks-uri=http://localhost:1/api/auth/jwks")
class AuthDownTests extends RunningGateway {

    @Test
    void saysThatTokensCannotBeChecked() throws Exception {
        var answer = get("/api/game/lobbies");

        assertProblem(answer, 503, "token-check-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(game.seen()).isEmpty();
    }

    @Test
    void servesWhatNeedsNoToken() throws Exception {
        assertThat(get("/api/payment/products").statusCode()).isEqualTo(200);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }
}
