package dev.bulkhead.cli.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.cli.screen.Mistake;
import dev.bulkhead.cli.screen.Screen;
import dev.bulkhead.provisioning.manifest.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTests {

    static final Optional<Supplier<String>> NOBODY = Optional.empty();

    @TempDir Path folder;
    ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void asksForTheNameAndTakesNothingElse() throws IOException {
        assertThatCode(() -> consent("", "", typing("payment")).toDestroy("payment", "it", false))
                .doesNotThrowAnyException();
        assertThat(output.toString())
                .isEqualToIgnoringNewLines("This destroys it. Type payment to go on:");

        for (var typed : new String[] {"yes", "payments", ""}) {
            var consent = consent("", "", typing(typed));
            assertThatExceptionOfType(Mistake.class)
                    .isThrownBy(() -> consent.toDestroy("payment", "it", false))
                    .withMessageContaining("nothing was changed")
                    .satisfies(it -> assertThat(it.exitCode()).isEqualTo(1));
        }
    }

    @Test
    void refusesWhereNobodyCanTypeUnlessTheScriptSaysYes() throws IOException {
        var consent = consent("", "", NOBODY);

        assertThatExceptionOfType(Mistake.class)
                .isThrownBy(() -> consent.toDestroy("payment", "payment_db", false))
                .withMessageContaining("payment_db")
                .withMessageContaining("--yes")
                .satisfies(it -> assertThat(it.exitCode()).isEqualTo(2));
        assertThatCode(() -> consent.toDestroy("payment", "payment_db", true))
                .doesNotThrowAnyException();
        assertThat(output.toString()).isEmpty();
    }

    @Test
    void noYesHelpsInProductionAndTheMessageSaysWhereTheMarkIs() throws IOException {
        var byManifest = consent("production: true\n", "", typing("payment"));
        assertThatExceptionOfType(Mistake.class)
                .isThrownBy(() -> byManifest.toDestroy("payment", "payment_db", true))
                .withMessageContaining("payment_db")
                .withMessageContaining("production: true in platform.yaml")
                .satisfies(it -> assertThat(it.exitCode()).isEqualTo(1));

        var byEnvironment = consent("", "true", typing("payment"));
        assertThatExceptionOfType(Mistake.class)
                .isThrownBy(() -> byEnvironment.toDestroy("payment", "payment_db", true))
                .withMessageContaining("BULKHEAD_PRODUCTION=true")
                .withMessageContaining("unset");

        assertThat(consent("production: true\n", "false", NOBODY).isProduction())
                .as("a variable does not take the manifest's mark away")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", "prod"})
    void refusesAnUnclearMarkRatherThanGuess(String value) throws IOException {
        var consent = consent("", value, typing("payment"));

        assertThatExceptionOfType(Mistake.class)
                .isThrownBy(() -> consent.toDestroy("payment", "payment_db", true))
                .withMessageContaining("say true or false")
                .satisfies(it -> assertThat(it.exitCode()).isEqualTo(2));
    }

    Consent consent(String mark, String environment, Optional<Supplier<String>> keyboard)
            throws IOException {
        Files.createDirectories(folder.resolve("payment"));
        var manifest =
                Files.writeString(
                        folder.resolve("platform.yaml"),
                        mark
                                + """
                                platform: test
                                server: {port: 5432, max_connections: 60, reserved_connections: 20}
                                services:
                                  payment: {module: payment, pool: 2}
                                """);
        return Consent.of(
                new Screen(new PrintStream(output), false, 80),
                Manifest.read(manifest),
                Optional.of(environment).filter(it -> !it.isEmpty()),
                keyboard);
    }

    static Optional<Supplier<String>> typing(String line) {
        return Optional.of(() -> line);
    }
}
