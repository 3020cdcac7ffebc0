package dev.bulkhead.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionPolicyTests {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void prolongsByIdleTimeUntilTheLifetimeIsOver() {
        var policy = new SessionPolicy(Duration.ofDays(2), Duration.ofDays(5));

        assertThat(policy.expiry(NOON, NOON)).isEqualTo(NOON.plus(Duration.ofDays(2)));
        assertThat(policy.expiry(NOON, NOON.plus(Duration.ofDays(4))))
                .isEqualTo(NOON.plus(Duration.ofDays(5)));
    }

    @Test
    void refusesALifetimeShorterThanTheIdleTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionPolicy(Duration.ofDays(2), Duration.ofDays(1)))
                .withMessageContaining("bulkhead.auth.session");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionPolicy(Duration.ZERO, Duration.ofDays(1)));
    }
}
