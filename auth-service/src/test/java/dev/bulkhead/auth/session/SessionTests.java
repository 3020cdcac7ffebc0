package dev.bulkhead.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class SessionTests {

    @Autowired RestTestClient client;
    @Autowired People people;

    @Test
    void listsEachSignedInDeviceOnceHoweverOftenItRefreshed() {
        var desk = people.signedIn();
        var phone = people.logIn(desk.person());
        var refreshed = people.refresh(phone.tokens().refresh()).tokens();

        client.get()
                .uri("/api/auth/sessions")
                .header("Authorization", desk.bearer())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(2)
                .jsonPath("$.items[0].id")
                .isEqualTo(refreshed.session().toString())
                .jsonPath("$.items[0].current")
                .isEqualTo(false)
                .jsonPath("$.items[0].ip")
                .isEqualTo("127.0.0.1")
                .jsonPath("$.items[0].createdAt")
                .isNotEmpty()
                .jsonPath("$.items[0].lastUsedAt")
                .isNotEmpty()
                .jsonPath("$.items[1].id")
                .isEqualTo(desk.tokens().session().toString())
                .jsonPath("$.items[1].current")
                .isEqualTo(true)
                .jsonPath("$.next")
                .isEmpty();
    }

    @Test
    void pagesThroughSessions() {
        var somebody = people.signedIn();
        people.logIn(somebody.person());
        people.logIn(somebody.person());

        var next =
                client.get()
                        .uri("/api/auth/sessions?limit=2")
                        .header("Authorization", somebody.bearer())
                        .exchange()
                        .expectBody(Listing.class)
                        .returnResult()
                        .getResponseBody()
                        .next();

        client.get()
                .uri("/api/auth/sessions?limit=2&after=" + next)
                .header("Authorization", somebody.bearer())
                .exchange()
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(1)
                .jsonPath("$.items[0].current")
                .isEqualTo(true);
    }

    @Test
    void endsOneOfMySessions() {
        var desk = people.signedIn();
        var phone = people.logIn(desk.person());

        delete("/api/auth/sessions/" + phone.tokens().session(), desk.bearer())
                .expectStatus()
                .isNoContent();

        assertThat(people.refresh(phone.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        client.get()
                .uri("/api/auth/me")
                .header("Authorization", phone.bearer())
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/session-ended");
        assertThat(people.refresh(desk.tokens().refresh()).status()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void knowsNoSessionOfOthers() {
        var mine = people.signedIn();
        var theirs = people.signedIn();

        for (var id : new UUID[] {theirs.tokens().session(), UUID.randomUUID()}) {
            delete("/api/auth/sessions/" + id, mine.bearer())
                    .expectStatus()
                    .isNotFound()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/session-not-found");
        }
        assertThat(people.refresh(theirs.tokens().refresh()).status()).isEqualTo(HttpStatus.OK);
        delete("/api/auth/sessions/first", mine.bearer()).expectStatus().isBadRequest();
    }

    @Test
    void endsAllSessionsButThisOne() {
        var desk = people.signedIn();
        var phone = people.logIn(desk.person());
        var tablet = people.logIn(desk.person());
        var somebodyElse = people.signedIn();

        delete("/api/auth/sessions", desk.bearer()).expectStatus().isNoContent();

        assertThat(people.refresh(phone.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(people.refresh(tablet.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(people.refresh(desk.tokens().refresh()).status()).isEqualTo(HttpStatus.OK);
        assertThat(people.refresh(somebodyElse.tokens().refresh()).status())
                .isEqualTo(HttpStatus.OK);
    }

    @Test
    void logsOutWithTheAccessToken() {
        var somebody = people.signedIn();

        client.post()
                .uri("/api/auth/logout")
                .header("Authorization", somebody.bearer())
                .exchange()
                .expectStatus()
                .isNoContent();

        assertThat(people.refresh(somebody.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void logsOutWithTheRefreshTokenAsOftenAsOneLikes() {
        var somebody = people.signedIn();

        for (int i = 0; i < 2; i++) {
            client.post()
                    .uri("/api/auth/logout")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"refresh_token\": \"" + somebody.tokens().refresh() + "\"}")
                    .exchange()
                    .expectStatus()
                    .isNoContent();
        }

        assertThat(people.refresh(somebody.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void logsNobodyOutWhoSaysNotWho() {
        client.post()
                .uri("/api/auth/logout")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/authentication-required");
    }

    private RestTestClient.ResponseSpec delete(String uri, String bearer) {
        return client.delete().uri(uri).header("Authorization", bearer).exchange();
    }

    record Listing(java.util.List<Object> items, String next) {}
}
