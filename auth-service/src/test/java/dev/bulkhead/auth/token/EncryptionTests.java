package dev.bulkhead.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class EncryptionTests {

    static final byte[] TEXT = "private".getBytes();

    Encryption encryption = new Encryption(secret(1));

    @Test
    void opensWhatItSealed() {
        var sealed = encryption.encrypt(TEXT, "here");

        assertThat(encryption.decrypt(sealed, "here")).isEqualTo(TEXT);
        assertThat(encryption.encrypt(TEXT, "here")).as("a new nonce").isNotEqualTo(sealed);
    }

    @Test
    void refusesAnotherKeyAnotherPlaceAndEveryAlteredByte() {
        var sealed = encryption.encrypt(TEXT, "here");

        assertThatThrownBy(() -> new Encryption(secret(2)).decrypt(sealed, "here"))
                .isInstanceOf(EncryptionKeyUnusable.class);
        assertThatThrownBy(() -> encryption.decrypt(sealed, "there"))
                .isInstanceOf(EncryptionKeyUnusable.class);
        for (int i = 0; i < sealed.length; i++) {
            var altered = sealed.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> encryption.decrypt(altered, "here"))
                    .isInstanceOf(EncryptionKeyUnusable.class);
        }
        assertThatThrownBy(() -> encryption.decrypt(new byte[3], "here"))
                .isInstanceOf(EncryptionKeyUnusable.class);
    }

    @Test
    void saysInOneSentenceWhichKeyIsMissing(@TempDir Path folder) throws IOException {
        var shortFile = Files.writeString(folder.resolve("short"), "0123456789\n");

        assertThatThrownBy(() -> new Encryption(policy(null)))
                .hasMessageContaining("No encryption key is configured");
        assertThatThrownBy(() -> new Encryption(policy(folder.resolve("none"))))
                .hasMessageContaining("cannot be read from");
        assertThatThrownBy(() -> new Encryption(policy(shortFile)))
                .hasMessageContaining("fewer than 32 characters");
    }

    @Test
    void ignoresTheLineBreakAtTheEndOfTheFile(@TempDir Path folder) throws IOException {
        var secret = Base64.getUrlEncoder().encodeToString(secret(3));
        var with = Files.writeString(folder.resolve("with"), secret + "\n");
        var without = Files.writeString(folder.resolve("without"), secret);

        var sealed = new Encryption(policy(with)).encrypt(TEXT, "here");

        assertThat(new Encryption(policy(without)).decrypt(sealed, "here")).isEqualTo(TEXT);
    }

    @Test
    void findsTheFileThatTheLauncherNamesInTheEnvironment() {
        var environment =
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("BULKHEAD_AUTH_ENCRYPTION_KEY_FILE", "/run/secrets/key"));

        var policy =
                new Binder(ConfigurationPropertySource.from(environment))
                        .bindOrCreate("bulkhead.auth", TokenPolicy.class);

        assertThat(policy.encryptionKeyFile()).isEqualTo(Path.of("/run/secrets/key"));
        assertThat(policy.accessTokenLifetime()).isEqualTo(Duration.ofMinutes(10));
    }

    private static TokenPolicy policy(Path file) {
        return new TokenPolicy(
                Duration.ofMinutes(10), Duration.ofDays(90), Duration.ofSeconds(10), file);
    }

    private static byte[] secret(int seed) {
        var bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
