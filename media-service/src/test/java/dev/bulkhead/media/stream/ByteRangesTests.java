package dev.bulkhead.media.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.stream.ByteRanges.Parts;
import dev.bulkhead.media.stream.ByteRanges.Unsatisfiable;
import dev.bulkhead.media.stream.ByteRanges.Whole;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §14, of a content of 100 bytes. */
class ByteRangesTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    bytes=0-0                        | 0-0
                    bytes=0-                         | 0-99
                    bytes=10-19                      | 10-19
                    bytes=90-200                     | 90-99
                    bytes=99-99999999999999999999999 | 99-99
                    bytes=-1                         | 99-99
                    bytes=-500                       | 0-99
                    bytes=-99999999999999999999999   | 0-99
                    BYTES=1-2                        | 1-2
                    bytes=0-9,20-29                  | 0-9 20-29
                    bytes=0-9 , ,20-29,              | 0-9 20-29
                    bytes=50-59,200-,0-9             | 50-59 0-9
                    bytes=100-                       | unsatisfiable
                    bytes=200-300                    | unsatisfiable
                    bytes=-0                         | unsatisfiable
                    bytes=99999999999999999999999-   | unsatisfiable
                    bytes=                           | whole
                    bytes=,                          | whole
                    bytes=-                          | whole
                    bytes=9-5                        | whole
                    bytes=a-b                        | whole
                    bytes=1-2-3                      | whole
                    bytes=0-9;20-29                  | whole
                    bytes=+1-2                       | whole
                    lines=1-2                        | whole
                    bytes 1-2                        | whole
                    bytes=0-,0-,0-                   | whole
                    bytes=0-59,40-99                 | whole
                    """)
    void readsTheHeader(String header, String expected) {
        assertThat(shown(ByteRanges.of(header, 100))).isEqualTo(expected);
    }

    @Test
    void ignoresMoreRangesThanAnyPlayerAsksFor() {
        assertThat(ByteRanges.of("bytes=" + "0-0,".repeat(16), 100)).isInstanceOf(Parts.class);
        assertThat(ByteRanges.of("bytes=" + "0-0,".repeat(17), 100)).isEqualTo(new Whole());
    }

    private static String shown(ByteRanges ranges) {
        return switch (ranges) {
            case Whole _ -> "whole";
            case Unsatisfiable _ -> "unsatisfiable";
            case Parts it ->
                    it.parts().stream()
                            .map(part -> part.first() + "-" + part.last())
                            .collect(Collectors.joining(" "));
        };
    }
}
