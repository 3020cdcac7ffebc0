package dev.bulkhead.game.quiz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringTests {

    @ParameterizedTest
    @CsvSource({"0, 1000", "5000, 875", "10000, 750", "19999, 500", "20000, 500", "25000, 500"})
    void fallsFromAllPointsToHalfOfThem(long takenMillis, int points) {
        assertThat(Scoring.points(1000, Duration.ofMillis(takenMillis), Duration.ofSeconds(20)))
                .isEqualTo(points);
    }
}
