package dev.bulkhead.isolation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Outcome.Kind;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of a probe before it is run. */
class CatalogueTests {

    static List<Probe> probes() {
        return Catalogue.probes();
    }

    @Test
    void noTwoProbesShareAnId() {
        assertThat(probes()).extracting(Probe::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "A, 9", "B, 36", "C, 7", "D, 22", "E, 28", "F, 25", "G, 15", "H, 13", "I, 15", "J, 5",
        "L, 22"
    })
    void everyGroupIsWithoutGaps(String letter, int last) {
        assertThat(probes())
                .extracting(Probe::id)
                .containsAll(IntStream.rangeClosed(1, last).mapToObj(it -> letter + it).toList());
    }

    @ParameterizedTest
    @MethodSource("probes")
    void everyProbeIsExplained(Probe probe) {
        assertThat(Stream.of(probe.title(), probe.tried(), probe.why(), probe.remedy()))
                .noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @MethodSource("probes")
    void everyProbeWasMeasuredOnEachRungAsEachActor(Probe probe) {
        for (var rung : Isolation.values()) {
            for (var actor : Actor.values()) {
                assertThat(probe.expectations().of(rung, actor)).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("probes")
    void whateverIsRefusedIsDoneBySomebodyWhoMay(Probe probe) {
        var refused =
                Arrays.stream(Isolation.values())
                        .flatMap(rung ->
                                Arrays.stream(Actor.values())
                                        .map(it -> probe.expectations().of(rung, it)))
                        .anyMatch(it -> it.kind() == Kind.REFUSED || it.kind() == Kind.NOTHING);

        assertThat(probe.control().doer().isPresent()).as("a control").isEqualTo(refused);
    }
}
