package dev.bulkhead.auth.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
@ExtendWith(OutputCaptureExtension.class)
class FirstAdminTests {

    static final String PASSWORD = "made-by-the-launcher_9f2c1d";

    @Autowired RestTestClient client;
    @Autowired TestDatabase db;
    @Autowired Users users;
    @Autowired Registering registering;

    @TempDir Path folder;

    @BeforeEach
    void nobodyYet() {
        db.asOwner().sql("delete from users").update();
    }

    @Test
    void administersANewPlatform(CapturedOutput output) throws Exception {
        start(Files.writeString(folder.resolve("password"), PASSWORD + "\n"));

        client.post()
                .uri("/api/auth/login")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("login", "admin@bulkhead.localhost", "password", PASSWORD))
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(users.findByLogin("admin").orElseThrow().account().roles())
                .containsExactly("user", "admin");
        assertThat(output).contains("first administrator").doesNotContain(PASSWORD);
    }

    @Test
    void isMadeOnceHoweverManyInstancesStart() throws Exception {
        var file = Files.writeString(folder.resolve("password"), PASSWORD);
        var barrier = new CyclicBarrier(4);
        try (var pool = Executors.newFixedThreadPool(4)) {
            var futures = new ArrayList<Future<?>>();
            for (int i = 0; i < 4; i++) {
                futures.add(
                        pool.submit(() -> {
                            barrier.await();
                            start(file);
                            return null;
                        }));
            }
            for (var future : futures) {
                future.get();
            }
        }

        assertThat(usernames()).containsExactly("admin");
        start(Files.writeString(folder.resolve("other"), "another password for it"));
        assertThat(usernames()).containsExactly("admin");
    }

    @Test
    void isNotMadeUnlessAPasswordIsConfigured() {
        start(null);

        assertThat(usernames()).isEmpty();
    }

    @Test
    void needsAPasswordThatAnybodyElseWouldNeedToo() throws Exception {
        var weak = Files.writeString(folder.resolve("weak"), "admin");

        assertThatThrownBy(() -> start(weak))
                .hasMessageContaining("must have between 12 and 128 characters");
        assertThatThrownBy(() -> start(folder.resolve("none")))
                .hasMessageContaining("cannot be read from");
        assertThat(usernames()).isEmpty();
    }

    private void start(Path file) {
        new FirstAdmin(new FirstAdmin.Settings(file), users, registering)
                .run(new DefaultApplicationArguments());
    }

    private List<String> usernames() {
        return db.asOwner().sql("select username from users").query(String.class).list();
    }
}
