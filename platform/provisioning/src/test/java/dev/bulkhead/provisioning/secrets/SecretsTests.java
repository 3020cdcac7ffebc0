package dev.bulkhead.provisioning.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTests {

    @TempDir Path parent;
    Secrets secrets;

    @BeforeEach
    void open() {
        secrets = new Secrets(parent.resolve("secrets"));
    }

    @Test
    void areRandomAndKept() {
        var password = secrets.password("auth_user");

        assertThat(password).matches("[A-Za-z0-9_-]{43}");
        assertThat(secrets.password("auth_user")).isEqualTo(password);
        assertThat(new Secrets(secrets.folder()).password("auth_user")).isEqualTo(password);
        assertThat(secrets.password("payment_user")).isNotEqualTo(password);
        assertThat(secrets.file("auth", "encryption_key")).hasFileName("auth_encryption_key");
    }

    @Test
    void areNobodyElsesToRead() throws Exception {
        var file = secrets.file("auth_user");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.folder())))
                .isEqualTo("rwx------");
        try (var files = Files.list(secrets.folder())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void mayBeChosenByHand() throws Exception {
        Files.createDirectories(secrets.folder());
        Files.writeString(secrets.folder().resolve("auth_user"), "chosen\n");

        assertThat(secrets.password("auth_user")).isEqualTo("chosen");
        assertThat(Files.readString(secrets.file("auth_user"))).isEqualTo("chosen\n");
    }

    @Test
    void areRefusedWhenUnusable() throws Exception {
        Files.createDirectories(secrets.folder());
        for (var text : new String[] {"", "\n", "two words", "ключ", "two\nlines"}) {
            Files.writeString(secrets.folder().resolve("auth_user"), text);
            assertThatExceptionOfType(ProvisioningFailed.class)
                    .isThrownBy(() -> secrets.password("auth_user"))
                    .withMessageContaining("auth_user")
                    .satisfies(it -> {
                        if (!text.isBlank()) {
                            assertThat(it.getMessage()).doesNotContain(text);
                        }
                    });
        }
    }

    @Test
    void areTheSameForAllWhoAskAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> ask = () -> secrets.password("auth_user");
            var answers = new HashSet<String>();
            for (var it : threads.invokeAll(Stream.generate(() -> ask).limit(50).toList())) {
                answers.add(it.get());
            }
            assertThat(answers).hasSize(1);
        }
    }
}
