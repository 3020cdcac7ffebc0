package dev.bulkhead.toolbox.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21 10:00:00Z",
                "2026-11-21T10:00:00Z",
                "2026-11-21 11:00:00+01:00",
                "2026-11-21 11:00:00 +01:00"
            })
    void isATimeWithItsZone(String text) {
        assertThat(Moment.of(text).time()).contains(Instant.parse("2026-11-21T10:00:00Z"));
    }

    @Test
    void mayBeTheLatest() {
        assertThat(Moment.of("latest")).isEqualTo(Moment.LATEST);
    }

    @Test
    void asksForTheZone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Moment.of("2026-11-21 10:00:00"))
                .withMessageContaining("add the time zone, as in \"2026-11-21 10:00:00Z\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01 10:00:00Z", "10:00Z"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Moment.of(text))
                .withMessageContaining("is no moment");
    }
}
