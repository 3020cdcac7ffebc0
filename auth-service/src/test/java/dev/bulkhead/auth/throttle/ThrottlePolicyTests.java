package dev.bulkhead.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bulkhead.auth.throttle.ThrottlePolicy.Count;
import dev.bulkhead.auth.throttle.ThrottlePolicy.Limit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottlePolicyTests {

    static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    Limit limit = new Limit(3, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "4, 2", "5, 4", "6, 8", "8, 32", "9, 60", "10, 60", "99999, 60"})
    void doublesTheDelayUpToTheLongest(int failures, long seconds) {
        assertThat(limit.delayAfter(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void blocksUntilTheDelayHasPassed() {
        var count = new Count(3, NOON, NOON, NOON).plusOne(limit, NOON);

        assertThat(count.failures()).isEqualTo(4);
        assertThat(count.blocks(NOON.plusMillis(1999))).isTrue();
        assertThat(count.blocks(NOON.plusSeconds(2))).isFalse();
    }

    @Test
    void beginsAnewWhenThereWasPeaceForLongEnough() {
        var count = new Count(50, NOON, NOON, NOON);

        assertThat(count.plusOne(limit, NOON.plusSeconds(3599)).failures()).isEqualTo(51);
        assertThat(count.plusOne(limit, NOON.plusSeconds(3600)).failures()).isEqualTo(1);
    }

    @Test
    void refusesLimitsThatLimitNothing() {
        var second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Limit(0, second, second, second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limit(1, Duration.ZERO, second, second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limit(1, second, Duration.ofMillis(1), second));
    }

    @Test
    void countsAnIpv6ClientByItsNetwork() {
        assertThat(Throttle.networkOf("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(Throttle.networkOf("2001:db8:1:2::9"))
                .isNotEqualTo(Throttle.networkOf("2001:db8:1:3::9"));
        assertThat(Throttle.networkOf("192.0.2.7")).isEqualTo("192.0.2.7");
    }
}
