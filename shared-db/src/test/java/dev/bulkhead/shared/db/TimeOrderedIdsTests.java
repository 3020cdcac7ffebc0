package dev.bulkhead.shared.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTests {

    @Test
    void beginWithTheTimeAndSayTheirVersion() {
        var id = TimeOrderedIds.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(
                        Duration.between(
                                Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16),
                                Instant.now()))
                .isLessThan(Duration.ofMinutes(1))
                .isGreaterThan(Duration.ofMinutes(-1));
    }

    /** As texts, because that is how PostgreSQL orders them; Java compares UUIDs as signed. */
    @Test
    void growAlsoWithinAMillisecond() {
        assertThat(Stream.generate(TimeOrderedIds::next).limit(10_000).map(UUID::toString).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
