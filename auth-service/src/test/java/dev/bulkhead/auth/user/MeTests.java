package dev.bulkhead.auth.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.MovableClock;
import dev.bulkhead.auth.People;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class MeTests {

    static final String NEW = "another sentence nobody guesses";

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired MovableClock clock;

    @AfterEach
    void time() {
        clock.resume();
    }

    @Test
    void tellsWhoIAm() {
        var somebody = people.signedIn();

        client.get()
                .uri("/api/auth/me")
                .header("Authorization", somebody.bearer())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.id")
                .isEqualTo(somebody.id().toString())
                .jsonPath("$.username")
                .isEqualTo(somebody.person().username())
                .jsonPath("$.email")
                .isEqualTo(somebody.person().email())
                .jsonPath("$.roles[0]")
                .isEqualTo("user");
    }

    @Test
    void changesThePasswordAndEndsTheOtherSessions() {
        var desk = people.signedIn();
        var phone = people.logIn(desk.person());

        change(desk.bearer(), People.PASSWORD, NEW).expectStatus().isNoContent();

        assertThat(people.refresh(phone.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(people.refresh(desk.tokens().refresh()).status()).isEqualTo(HttpStatus.OK);
        logIn(desk.person(), People.PASSWORD).expectStatus().isUnauthorized();
        logIn(desk.person(), NEW).expectStatus().isOk();
    }

    @Test
    void asksForTheOldPasswordAndCountsWrongOnes() {
        clock.stop();
        var somebody = people.signedIn();
        for (int i = 0; i < 6; i++) {
            change(somebody.bearer(), "not the right password", NEW)
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/wrong-password");
        }

        change(somebody.bearer(), People.PASSWORD, NEW)
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .exists("Retry-After");
    }

    @Test
    void holdsTheNewPasswordToTheSameRules() {
        var somebody = people.signedIn();

        for (var bad : List.of("short", "password1234", somebody.person().email())) {
            change(somebody.bearer(), People.PASSWORD, bad)
                    .expectStatus()
                    .isEqualTo(422)
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/validation-failed")
                    .jsonPath("$.errors[0].field")
                    .isEqualTo("newPassword");
        }
        logIn(somebody.person(), People.PASSWORD).expectStatus().isOk();
    }

    @Test
    void letsOneOfTwoSimultaneousChangesWin() throws Exception {
        var somebody = people.signedIn();
        var barrier = new CyclicBarrier(2);
        try (var pool = Executors.newFixedThreadPool(2)) {
            var futures =
                    List.of("one", "two").stream()
                            .map(it ->
                                    pool.submit(() -> {
                                        barrier.await();
                                        return change(
                                                        somebody.bearer(),
                                                        People.PASSWORD,
                                                        NEW + " " + it)
                                                .expectBody()
                                                .returnResult()
                                                .getStatus()
                                                .value();
                                    }))
                            .toList();
            assertThat(List.of(futures.get(0).get(), futures.get(1).get()))
                    .containsExactlyInAnyOrder(204, 403);
        }
    }

    private RestTestClient.ResponseSpec change(String bearer, String current, String wanted) {
        return client.put()
                .uri("/api/auth/me/password")
                .header("Authorization", bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("currentPassword", current, "newPassword", wanted))
                .exchange();
    }

    private RestTestClient.ResponseSpec logIn(People.Person person, String password) {
        return client.post()
                .uri("/api/auth/login")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("login", person.username(), "password", password))
                .exchange();
    }
}
