package dev.bulkhead.isolation.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTests {

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void findsNothingOnWhatWasJustProvisioned(Isolation rung) {
        try (var platform = ThrowawayPlatform.on(rung, folder)) {
            assertThat(platform.verify().deviations()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void findsNothingOnOurOwnPlatform(Isolation rung) {
        var ours = Manifest.read(TestServer.manifest().file(), rung);
        try (var platform = ThrowawayPlatform.of(ours)) {
            assertThat(platform.verify().deviations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox", "shared-postgres", "azora", "edulink", "atriz"})
    void findsNothingOnTheExamples(String example) {
        var file = TestServer.manifest().file().resolveSibling("examples").resolve(example);
        var manifest = Manifest.read(file.resolve(Manifest.FILE_NAME));
        try (var platform = ThrowawayPlatform.of(manifest)) {
            assertThat(platform.verify().deviations()).isEmpty();
        }
    }
}
