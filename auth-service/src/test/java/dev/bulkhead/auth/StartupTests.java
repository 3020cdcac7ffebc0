package dev.bulkhead.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StartupTests {

    @TempDir Path folder;

    @Test
    void refusesToStartWithoutAnEncryptionKeyAndSaysSo(CapturedOutput output) {
        assertThatThrownBy(this::start).isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("No encryption key is configured")
                .contains("BULKHEAD_AUTH_ENCRYPTION_KEY_FILE");
    }

    @Test
    void refusesToStartWithAnotherKeyThanTheDatabaseWasMadeWith(CapturedOutput output)
            throws IOException {
        var first = Files.writeString(folder.resolve("first"), "0123456789abcdef".repeat(2));
        var second = Files.writeString(folder.resolve("second"), "fedcba9876543210".repeat(2));
        forgetKeys();
        start("--bulkhead.auth.encryption-key-file=" + first);

        assertThatThrownBy(() -> start("--bulkhead.auth.encryption-key-file=" + second))
                .isNotNull();

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The encryption key does not open what is in the database");
    }

    @AfterEach
    void forgetKeys() {
        database().asOwner().sql("delete from signing_keys").update();
    }

    private static TestDatabase database() {
        return TestServer.shared().database("auth");
    }

    private void start(String... more) {
        var names = database().names();
        var args =
                new ArrayList<>(
                        List.of(
                                "--server.port=0",
                                "--spring.datasource.url=jdbc:postgresql://localhost:"
                                        + TestServer.shared().port()
                                        + "/"
                                        + names.database(),
                                "--spring.datasource.username=" + names.user(),
                                "--bulkhead.db.prefix=" + names.prefix(),
                                "--bulkhead.db.owner-role=" + names.owner(),
                                "--spring.datasource.hikari.minimum-idle=0",
                                "--bulkhead.db.password-file="
                                        + TestServer.shared()
                                                .provisioning()
                                                .secrets()
                                                .file(names.user())));
        args.addAll(List.of(more));
        new SpringApplicationBuilder(AuthServiceApplication.class)
                .run(args.toArray(String[]::new))
                .close();
    }
}
