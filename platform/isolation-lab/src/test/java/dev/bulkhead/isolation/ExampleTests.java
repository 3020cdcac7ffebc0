package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every probe, by every service against every other, on every example and every rung. */
class ExampleTests {

    @TestFactory
    Stream<DynamicTest> everyProbeAnswersAsMeasured() throws IOException {
        try (var folders = Files.list(IsolationTests.MANIFEST.resolveSibling("examples"))) {
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
                                                            IsolationTests.answersAsMeasured(
                                                                    Manifest.read(it, rung)))))
                    .toList()
                    .stream();
        }
    }

    /** Our own four, which the test above climbs with, are an example as well. */
    private static Stream<Isolation> rungs(Path example) {
        return example.getParent().endsWith("shared-postgres")
                ? Stream.of(Manifest.read(example).isolation())
                : Arrays.stream(Isolation.values());
    }
}
