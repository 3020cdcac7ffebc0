package dev.bulkhead.examples.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.examples.Examples;
import dev.bulkhead.isolation.IsolationLab;
import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Probe.Aim;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.testing.TestPlatform;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every probe, by every service against every other, on every example and every rung. */
class ProbingTests {

    @TestFactory
    Stream<DynamicTest> everyProbeAnswersAsMeasured() {
        return Examples.all()
                .flatMap(example ->
                        rungs(example)
                                .map(rung ->
                                        DynamicTest.dynamicTest(
                                                example + " on " + rung.word(),
                                                () ->
                                                        answersAsMeasured(
                                                                Examples.manifest(
                                                                        example, rung)))));
    }

    /** Our own four climb all rungs in the tests of the isolation lab. */
    private static Stream<Isolation> rungs(String example) {
        return example.equals("shared-postgres")
                ? Stream.of(Examples.manifest(example).isolation())
                : Arrays.stream(Isolation.values());
    }

    private static void answersAsMeasured(Manifest manifest) {
        try (var platform = TestPlatform.start(manifest)) {
            var findings = new IsolationLab(platform.provisioning()).run();

            assertThat(findings.deviations()).isEmpty();
            assertThat(findings.findings()).hasSize(findings(manifest.services().size()));
        }
    }

    /** By each service, as each of its roles, against all others or by itself. */
    private static int findings(int services) {
        var each = services * Actor.values().length;
        return Catalogue.probes().stream()
                .mapToInt(it -> it.aim() == Aim.VICTIM ? each * (services - 1) : each)
                .sum();
    }
}
