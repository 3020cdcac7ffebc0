package dev.bulkhead.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.isolation.IsolationLab;
import dev.bulkhead.isolation.catalogue.Catalogue;
import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Probe.Aim;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.testing.TestPlatform;
import dev.bulkhead.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every probe, by every service against every other, on every example and every rung. */
class ExampleTests {

    private static final Path EXAMPLES = TestServer.manifest().file().resolveSibling("examples");

    @TestFactory
    Stream<DynamicTest> everyProbeAnswersAsMeasured() throws IOException {
        try (var folders = Files.list(EXAMPLES)) {
            return folders
                    .map(it -> it.resolve(Manifest.FILE_NAME))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(it ->
                            rungs(it)
                                    .map(rung ->
                                            DynamicTest.dynamicTest(
                                                    it.getParent().getFileName()
                                                            + " on "
                                                            + rung.word(),
                                                    () ->
                                                            answersAsMeasured(
                                                                    Manifest.read(it, rung)))))
                    .toList()
                    .stream();
        }
    }

    /** Our own four climb all rungs in the tests of the isolation lab. */
    private static Stream<Isolation> rungs(Path example) {
        return example.getParent().endsWith("shared-postgres")
                ? Stream.of(Manifest.read(example).isolation())
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
