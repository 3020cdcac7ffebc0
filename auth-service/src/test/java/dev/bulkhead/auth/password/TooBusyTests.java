package dev.bulkhead.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import dev.bulkhead.testing.TestDatabase;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
@TestPropertySource(
        properties = {"bulkhead.auth.password.at-once=1", "bulkhead.auth.password.patience=0s"})
class TooBusyTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired Passwords passwords;
    @Autowired TestDatabase db;

    @Test
    void blocksNobodyLaterWhoWasTurnedAway() throws Exception {
        var somebody = people.somebody();

        whileBusy(() -> {
            for (int i = 0; i < 10; i++) {
                logIn(somebody)
                        .expectStatus()
                        .isEqualTo(503)
                        .expectHeader()
                        .exists("Retry-After")
                        .expectBody()
                        .jsonPath("$.type")
                        .isEqualTo("/problems/too-busy");
            }
        });

        assertThat(
                        db.asOwner()
                                .sql("select failures from login_throttles")
                                .query(Integer.class)
                                .list())
                .containsExactly(0, 0);
        logIn(somebody).expectStatus().isOk();
    }

    /** While somebody else has the only turn. */
    private void whileBusy(Runnable work) throws Exception {
        var busy = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        try (var pool = Executors.newSingleThreadExecutor()) {
            var turn =
                    pool.submit(() ->
                            passwords.inTurn(() -> {
                                busy.countDown();
                                done.await();
                                return true;
                            }));
            busy.await();
            try {
                work.run();
            } finally {
                done.countDown();
            }
            assertThat(turn.get()).isTrue();
        }
    }

    private RestTestClient.ResponseSpec logIn(People.Person person) {
        return client.post()
                .uri("/api/auth/login")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("login", person.username(), "password", People.PASSWORD))
                .exchange();
    }
}
