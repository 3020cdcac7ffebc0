package dev.bulkhead.auth.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.MovableClock;
import dev.bulkhead.auth.People;
import dev.bulkhead.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class ThrottleTests {

    static final String WRONG = "not the right password";

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired MovableClock clock;
    @Autowired TestDatabase db;
    @Autowired Throttle throttle;

    @AfterEach
    void time() {
        clock.resume();
    }

    @BeforeEach
    void forgetOtherTests() {
        clock.stop();
        db.asOwner().sql("delete from login_throttles").update();
    }

    @Test
    void makesAnAccountWaitLongerAfterEachFailureBeyondTheFifth() {
        var somebody = people.somebody();
        for (int i = 0; i < 6; i++) {
            logIn(somebody.username(), WRONG).expectStatus().isUnauthorized();
        }

        assertThat(refusedFor(somebody.username(), People.PASSWORD)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(2));
        logIn(somebody.username(), WRONG).expectStatus().isUnauthorized();
        assertThat(refusedFor(somebody.username(), WRONG)).isEqualTo(2);
        clock.advance(Duration.ofSeconds(3));
        logIn(somebody.email(), WRONG).expectStatus().isUnauthorized();
        assertThat(refusedFor(somebody.email(), WRONG)).isEqualTo(4);
    }

    @Test
    void startsAfreshOnceThePersonIsIn() {
        var somebody = people.somebody();
        for (int i = 0; i < 6; i++) {
            logIn(somebody.username(), WRONG).expectStatus().isUnauthorized();
        }
        clock.advance(Duration.ofSeconds(2));
        logIn(somebody.username(), People.PASSWORD).expectStatus().isOk();

        for (int i = 0; i < 5; i++) {
            logIn(somebody.username(), WRONG).expectStatus().isUnauthorized();
        }

        logIn(somebody.username(), People.PASSWORD).expectStatus().isOk();
    }

    @Test
    void treatsNamesNobodyHasAlike() {
        for (int i = 0; i < 6; i++) {
            logIn("nobody-there", WRONG).expectStatus().isUnauthorized();
        }

        logIn("nobody-there", WRONG).expectStatus().isEqualTo(429);
        assertThat(
                        db.asOwner()
                                .sql("select subject from login_throttles where kind = 'account'")
                                .query(String.class)
                                .list())
                .as("people type passwords into the wrong field")
                .noneMatch(it -> it.contains("nobody-there"));
    }

    @Test
    void neverWaitsLongerThanAQuarterOfAnHourAndForgetsAfterADay() {
        var somebody = people.somebody();
        logIn(somebody.username(), WRONG);
        db.asOwner()
                .sql("update login_throttles set failures = 1000 where kind = 'account'")
                .update();
        logIn(somebody.username(), WRONG).expectStatus().isUnauthorized();
        assertThat(refusedFor(somebody.username(), WRONG)).isEqualTo(900);

        clock.advance(Duration.ofDays(1));

        for (int i = 0; i < 5; i++) {
            logIn(somebody.username(), WRONG).expectStatus().isUnauthorized();
        }
        logIn(somebody.username(), People.PASSWORD).expectStatus().isOk();
    }

    @Test
    void letsNoMoreThroughWhenTheyAllComeAtOnce() throws Exception {
        var somebody = people.somebody();
        var barrier = new CyclicBarrier(20);
        try (var pool = Executors.newFixedThreadPool(20)) {
            var futures = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 20; i++) {
                futures.add(
                        pool.submit(() -> {
                            barrier.await();
                            return status(somebody.username(), WRONG);
                        }));
            }
            var statuses = new ArrayList<Integer>();
            for (var future : futures) {
                statuses.add(future.get());
            }
            assertThat(statuses).containsOnly(401, 429);
            // five are free, and the sixth sets the delay
            assertThat(Collections.frequency(statuses, 401)).isEqualTo(6);
        }
    }

    /** As happens all the time when many come at once: they wait for each other's row. */
    @Test
    void letsInWhoLookedAtTheClockBeforeAnotherOfTheSameAddress() {
        throttle.succeeded(throttle.begin("another", "192.0.2.1"));
        clock.advance(Duration.ofMillis(-50));

        throttle.succeeded(throttle.begin("somebody", "192.0.2.1"));
    }

    @Test
    void letsEverybodyInWhoComesAtOnceFromOneAddress() throws Exception {
        clock.resume();
        try (var pool = Executors.newFixedThreadPool(8)) {
            var futures = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                var account = "account-" + i;
                futures.add(
                        pool.submit(() -> {
                            for (int j = 0; j < 50; j++) {
                                throttle.succeeded(throttle.begin(account, "192.0.2.1"));
                            }
                        }));
            }
            for (var future : futures) {
                future.get();
            }
        }
    }

    @Test
    void makesAnAddressWaitThatTriesManyAccounts() {
        for (int i = 0; i < 3; i++) {
            logInFrom("2001:db8:1:2::" + i, "target-" + i).expectStatus().isUnauthorized();
        }
        db.asOwner()
                .sql("update login_throttles set failures = 100 where kind = 'address'")
                .update();
        logInFrom("2001:db8:1:2::ffff", "target-4").expectStatus().isUnauthorized();

        logInFrom("2001:db8:1:2:3:4:5:6", "target-5").expectStatus().isEqualTo(429);
        logInFrom("2001:db8:1:3::1", "target-5").expectStatus().isUnauthorized();
    }

    @Test
    void countsAnAddressOnceHoweverItInventsOthers() {
        for (int i = 0; i < 3; i++) {
            logInFrom("10.9.9." + i + ", 198.51.100.20", "victim-" + i)
                    .expectStatus()
                    .isUnauthorized();
        }

        assertThat(
                        db.asOwner()
                                .sql(
                                        "select subject, failures from login_throttles where kind"
                                                + " = 'address'")
                                .query()
                                .listOfRows())
                .containsExactly(Map.of("subject", "198.51.100.20", "failures", 3));
    }

    @Test
    void givesTheAddressBackWhatSucceeded() {
        var somebody = people.somebody();
        for (int i = 0; i < 3; i++) {
            logIn(somebody.username(), People.PASSWORD).expectStatus().isOk();
        }

        assertThat(failuresOfTheAddress()).isZero();
    }

    @Test
    void countsNoAttemptThatTheServiceFailedToJudge() {
        var somebody = people.somebody();
        db.asOwner()
                .sql(
                        "update users set password_hash = replace(password_hash, 't=2', 't=0')"
                                + " where id = :id")
                .param("id", somebody.id())
                .update();

        for (int i = 0; i < 10; i++) {
            logIn(somebody.username(), People.PASSWORD).expectStatus().isEqualTo(500);
        }

        assertThat(failures()).containsExactly(0, 0);
    }

    @Test
    void takesAWaitBackWithTheAttemptThatBroughtIt() {
        fail("somebody", 5);
        var sixth = throttle.begin("somebody", "192.0.2.1");
        assertThat(lets("somebody")).isFalse();

        throttle.undecided(sixth);

        assertThat(failures()).containsExactly(5, 5);
        assertThat(lets("somebody")).isTrue();
    }

    @Test
    void takesAWaitBackThatCameOfAnAttemptTooMany() {
        var first = throttle.begin("somebody", "192.0.2.1");
        fail("somebody", 5);
        assertThat(lets("somebody")).isFalse();

        throttle.undecided(first);

        assertThat(lets("somebody")).isTrue();
    }

    @Test
    void leavesTheWaitThatOthersDeserved() {
        fail("somebody", 6);
        clock.advance(Duration.ofSeconds(2));
        var seventh = throttle.begin("somebody", "192.0.2.1");
        clock.advance(Duration.ofSeconds(3));
        fail("somebody", 1);

        throttle.undecided(seventh);

        assertThat(failures()).containsExactly(7, 7);
        assertThat(lets("somebody")).isFalse();
    }

    @Test
    void freesAnAddressOfAWaitWithTheAttemptThatBroughtItAndThenSucceeded() {
        fail("somebody", 1);
        db.asOwner()
                .sql("update login_throttles set failures = 100 where kind = 'address'")
                .update();
        var another = throttle.begin("another", "192.0.2.1");
        assertThat(lets("somebody")).isFalse();

        throttle.succeeded(another);

        assertThat(lets("somebody")).isTrue();
    }

    @Test
    void neverCountsLessThanNothing() {
        var attempt = throttle.begin("somebody", "192.0.2.1");
        throttle.undecided(attempt);
        throttle.undecided(attempt);

        assertThat(failures()).containsExactly(0, 0);
    }

    /** The second of two attempts succeeded, and then somebody else failed. */
    @Test
    void givesBackNothingOfACountThatBeganAfresh() {
        var first = throttle.begin("somebody", "192.0.2.1");
        throttle.succeeded(throttle.begin("somebody", "192.0.2.1"));
        clock.advance(Duration.ofMillis(1));
        fail("somebody", 1);

        throttle.undecided(first);

        assertThat(failures()).containsExactly(1, 1);
    }

    @Test
    void givesBackNothingOfACountThatBeganAfreshWithTime() {
        var first = throttle.begin("somebody", "192.0.2.1");
        clock.advance(Duration.ofDays(1));
        fail("somebody", 1);

        throttle.undecided(first);

        assertThat(failures()).containsExactly(1, 1);
    }

    @Test
    void countsExactlyTheFailuresOfManyAtOnce() throws Exception {
        clock.resume();
        try (var pool = Executors.newFixedThreadPool(8)) {
            var futures = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                var account = "account-" + i % 4; // two at a time, of one address
                futures.add(
                        pool.submit(() -> {
                            for (int j = 0; j < 50; j++) {
                                var attempt = throttle.begin(account, "192.0.2.1");
                                if (j % 25 != 0) {
                                    throttle.undecided(attempt);
                                }
                            }
                        }));
            }
            for (var future : futures) {
                future.get();
            }
        }

        assertThat(failures()).containsExactly(4, 4, 4, 4, 16);
    }

    @Test
    void countsAWrongPasswordAlsoWhenThatCannotBeRecorded() {
        var somebody = people.somebody();
        db.asOwner().sql("revoke insert on audit_log from " + db.names().user()).update();
        try {
            logIn(somebody.username(), WRONG).expectStatus().isEqualTo(500);
        } finally {
            db.asOwner().sql("grant insert on audit_log to " + db.names().user()).update();
        }

        assertThat(failures()).containsExactly(1, 1);
    }

    @Test
    void forgetsWhatNoLongerCounts() {
        logIn("nobody-there", WRONG).expectStatus().isUnauthorized();
        clock.advance(Duration.ofHours(1));
        throttle.sweep();
        assertThat(kinds()).containsExactly("account");

        clock.advance(Duration.ofDays(1));
        throttle.sweep();
        assertThat(kinds()).isEmpty();
    }

    /** An office, where somebody logs in all the time and now and then mistypes a password. */
    @Test
    void forgetsTheFailuresOfAnAddressWhereOthersGoOnLoggingIn() {
        var somebody = people.somebody();
        logIn(somebody.username(), WRONG).expectStatus().isUnauthorized();
        assertThat(failuresOfTheAddress()).isOne();

        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofMinutes(5));
            logIn(somebody.username(), People.PASSWORD).expectStatus().isOk();
        }

        assertThat(failuresOfTheAddress()).isZero();
    }

    @Test
    void forgetsNothingOfAnAddressThatGoesOnFailing() {
        for (int i = 0; i < 4; i++) {
            logIn("nobody-there-" + i, WRONG).expectStatus().isUnauthorized();
            clock.advance(Duration.ofMinutes(14));
        }

        assertThat(failuresOfTheAddress()).isEqualTo(4);
    }

    /** As if each were the first, until one of them had failed. */
    @Test
    void countsManyAtOnceAlsoAfterAllBeforeWasForgotten() {
        fail("somebody", 1);
        clock.advance(Duration.ofDays(1));

        fail("somebody", 6);

        assertThat(lets("somebody")).isFalse();
    }

    private int failuresOfTheAddress() {
        return db.asOwner()
                .sql("select failures from login_throttles where kind = 'address'")
                .query(Integer.class)
                .single();
    }

    /** Attempts that have not ended yet, or whose end nobody could tell. */
    private void fail(String account, int times) {
        for (int i = 0; i < times; i++) {
            throttle.begin(account, "192.0.2.1");
        }
    }

    private boolean lets(String account) {
        try {
            throttle.begin(account, "192.0.2.1");
            return true;
        } catch (TooManyAttempts e) {
            return false;
        }
    }

    /** Of accounts, then of addresses. */
    private List<Integer> failures() {
        return db.asOwner()
                .sql("select failures from login_throttles order by kind")
                .query(Integer.class)
                .list();
    }

    private List<String> kinds() {
        return db.asOwner().sql("select kind from login_throttles").query(String.class).list();
    }

    private long refusedFor(String login, String password) {
        var result =
                logIn(login, password)
                        .expectStatus()
                        .isEqualTo(429)
                        .expectHeader()
                        .exists("Retry-After")
                        .expectBody()
                        .jsonPath("$.type")
                        .isEqualTo("/problems/too-many-attempts")
                        .returnResult();
        return Long.parseLong(result.getResponseHeaders().getFirst("Retry-After"));
    }

    private int status(String login, String password) {
        return logIn(login, password).expectBody().returnResult().getStatus().value();
    }

    private RestTestClient.ResponseSpec logIn(String login, String password) {
        return client.post()
                .uri("/api/auth/login")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("login", login, "password", password))
                .exchange();
    }

    private RestTestClient.ResponseSpec logInFrom(String address, String login) {
        return client.post()
                .uri("/api/auth/login")
                .contentType(MediaType.APPLICATION_JSON)
                .header("X-Forwarded-For", address)
                .body(Map.of("login", login, "password", WRONG))
                .exchange();
    }
}
