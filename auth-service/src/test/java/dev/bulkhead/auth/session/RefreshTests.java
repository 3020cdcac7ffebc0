package dev.bulkhead.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.MovableClock;
import dev.bulkhead.auth.People;
import dev.bulkhead.auth.People.Answer;
import dev.bulkhead.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class RefreshTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;
    @Autowired MovableClock clock;
    @Autowired EndingSessions ending;

    @Test
    void exchangesTheTokenForNewOnesOfTheSameSession() {
        var somebody = people.signedIn();

        var answer = people.refresh(somebody.tokens().refresh());

        assertThat(answer.status()).isEqualTo(HttpStatus.OK);
        assertThat(answer.tokens().refresh()).isNotEqualTo(somebody.tokens().refresh());
        assertThat(answer.tokens().session()).isEqualTo(somebody.tokens().session());
        assertThat(answer.tokens().claims().getJWTID())
                .isNotEqualTo(somebody.tokens().claims().getJWTID());
        assertThat(people.refresh(answer.tokens().refresh()).status()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void endsTheWholeSessionWhenATokenIsReplayed() {
        var somebody = people.signedIn();
        var other = people.logIn(somebody.person());
        var first = somebody.tokens();
        var second = people.refresh(first.refresh()).tokens();
        var third = people.refresh(second.refresh()).tokens();

        assertThat(people.refresh(first.refresh()).status()).isEqualTo(HttpStatus.UNAUTHORIZED);

        assertThat(people.refresh(third.refresh()).status()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(tokensOf(first.session())).isZero();
        assertThat(audited("session.replayed", first.session())).isEqualTo(1);
        assertThat(people.refresh(other.tokens().refresh()).status())
                .as("another session of the same person")
                .isEqualTo(HttpStatus.OK);
    }

    @RepeatedTest(5)
    void givesTwoSimultaneousUsesOfATokenOneSuccessAtMostAndEndsTheSession() throws Exception {
        var tokens = people.signedIn().tokens();

        var answers = atOnce(2, tokens.refresh());

        var successes = answers.stream().filter(it -> it.status() == HttpStatus.OK).toList();
        assertThat(successes).hasSizeLessThanOrEqualTo(1);
        assertThat(tokensOf(tokens.session())).isZero();
        for (var success : successes) {
            assertThat(people.refresh(success.tokens().refresh()).status())
                    .isEqualTo(HttpStatus.UNAUTHORIZED);
        }
        assertThat(audited("session.replayed", tokens.session())).isEqualTo(1);
    }

    @Test
    void letsNoneOfManySimultaneousUsesLeaveATokenBehind() throws Exception {
        var tokens = people.signedIn().tokens();

        var answers = atOnce(12, tokens.refresh());

        assertThat(answers.stream().map(Answer::status))
                .containsOnly(HttpStatus.OK, HttpStatus.UNAUTHORIZED);
        assertThat(answers.stream().filter(it -> it.status() == HttpStatus.OK))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(tokensOf(tokens.session())).isZero();
    }

    @Test
    void refusesWhatIsNoRefreshToken() {
        client.post()
                .uri("/api/auth/refresh")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"refresh_token\": \"made-up\"}")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/invalid-refresh-token");
    }

    @Test
    void endsASessionThatHasNotBeenUsedForTwoWeeks() {
        var somebody = people.signedIn();
        clock.advance(Duration.ofDays(13));
        var later = people.refresh(somebody.tokens().refresh());
        assertThat(later.status()).isEqualTo(HttpStatus.OK);

        clock.advance(Duration.ofDays(14));

        assertThat(people.refresh(later.tokens().refresh()).status())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void endsASessionAfterNinetyDaysHoweverOftenItIsUsed() {
        var tokens = people.signedIn().tokens();
        for (int week = 0; week < 12; week++) {
            clock.advance(Duration.ofDays(7));
            tokens = people.refresh(tokens.refresh()).tokens();
        }
        assertThat(people.refresh(tokens.refresh()).status()).isEqualTo(HttpStatus.OK);

        clock.advance(Duration.ofDays(7));

        assertThat(people.refresh(tokens.refresh()).status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void sweepsAwayWhatCanNeverBeUsedAgainAndNothingElse() {
        var gone = people.signedIn().tokens();
        clock.advance(Duration.ofDays(10));
        var alive = people.signedIn().tokens();
        clock.advance(Duration.ofDays(10));
        var next = people.refresh(alive.refresh()).tokens();
        clock.advance(Duration.ofDays(5));

        ending.sweep();

        assertThat(tokensOf(gone.session())).isZero();
        assertThat(people.refresh(next.refresh()).status()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void storesNoTokenThatCouldBeUsed() {
        var somebody = people.signedIn();

        var rows =
                db.asAdmin()
                        .sql(
                                "select row_to_json(s)::text || encode(s.refresh_token_hash,"
                                        + " 'escape') from sessions s where user_id = :id")
                        .param("id", somebody.id())
                        .query(String.class)
                        .list();

        assertThat(rows).hasSize(1).noneMatch(it -> it.contains(somebody.tokens().refresh()));
    }

    private List<Answer> atOnce(int threads, String refreshToken) throws Exception {
        var barrier = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var futures = new ArrayList<Future<Answer>>();
            for (int i = 0; i < threads; i++) {
                futures.add(
                        pool.submit(() -> {
                            barrier.await();
                            return people.refresh(refreshToken);
                        }));
            }
            var answers = new ArrayList<Answer>();
            for (var future : futures) {
                answers.add(future.get());
            }
            return answers;
        }
    }

    private int tokensOf(UUID session) {
        return db.asAdmin()
                .sql("select count(*) from sessions where family_id = :session")
                .param("session", session)
                .query(Integer.class)
                .single();
    }

    private int audited(String action, UUID session) {
        return db.asOwner()
                .sql(
                        "select count(*) from audit_log where action = :action and resource_id ="
                                + " :session")
                .param("action", action)
                .param("session", session.toString())
                .query(Integer.class)
                .single();
    }
}
