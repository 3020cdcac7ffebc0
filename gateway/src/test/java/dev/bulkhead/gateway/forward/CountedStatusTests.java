package dev.bulkhead.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RunningGateway;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "bulkhead.gateway.breaker.minimum-calls=4",
            "bulkhead.gateway.breaker.failure-statuses=500,502"
        })
@DirtiesContext
class CountedStatusTests extends RunningGateway {

    @Test
    void opensForStatusesThatTheSettingsCount() throws Exception {
        game.answers("/api/game/broken", 500, "oops");
        for (int i = 0; i < 4; i++) {
            assertThat(get("/api/game/broken").body()).as("passed on").isEqualTo("oops");
        }
        assertProblem(get("/api/game/lobbies"), 503, "service-unavailable");
    }
}
