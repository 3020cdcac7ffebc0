package dev.bulkhead.auth.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import dev.bulkhead.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;

@AuthTest
class RegistrationTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;
    @Autowired Users users;
    @Autowired TransactionTemplate transaction;

    @Test
    void letsSomebodyInAsAUser() {
        var body =
                register(request("anna"))
                        .expectStatus()
                        .isCreated()
                        .expectHeader()
                        .valueEquals("Location", "/api/auth/me")
                        .expectBody()
                        .jsonPath("$.username")
                        .isEqualTo("anna")
                        .jsonPath("$.email")
                        .isEqualTo("anna@example.org")
                        .jsonPath("$.emailVerified")
                        .isEqualTo(false)
                        .jsonPath("$.active")
                        .isEqualTo(true)
                        .jsonPath("$.roles.length()")
                        .isEqualTo(1)
                        .jsonPath("$.roles[0]")
                        .isEqualTo("user")
                        .returnResult()
                        .getResponseBodyContent();
        assertThat(new String(body)).doesNotContainIgnoringCase("password").doesNotContain("argon");
    }

    @Test
    void keepsThePasswordOnlyAsAnArgon2idHashOfOwaspsFloor() {
        var somebody = people.somebody();

        var hash =
                db.asOwner()
                        .sql("select password_hash from users where id = :id")
                        .param("id", somebody.id())
                        .query(String.class)
                        .single();

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void refusesAnEMailAddressThatIsTakenHoweverItIsWritten() {
        var somebody = people.somebody();

        register(changed(request("another"), "email", somebody.email().toUpperCase()))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/email-taken");
        assertThat(count("another")).isZero();
    }

    @Test
    void refusesAUsernameThatIsTakenHoweverItIsWritten() {
        var somebody = people.somebody();

        register(changed(request("other"), "username", somebody.username().toUpperCase()))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/username-taken");
    }

    @Test
    void refusesNamesThatSoundLikeThePlatform() {
        register(request("Support"))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/username-taken");
    }

    @Test
    void givesAnEMailAddressToOneOfTenWhoWantItAtOnce() throws Exception {
        var statuses =
                tenAtOnce(
                        number -> changed(request("twin-" + number), "email", "Twin@example.org"));

        // 503: gave up waiting for the one who was first, as a machine under load may
        assertThat(statuses)
                .containsOnlyOnce(201)
                .allMatch(it -> it == 201 || it == 409 || it == 503);
        assertThat(
                        db.asOwner()
                                .sql(
                                        "select count(*) from users where lower(email) ="
                                                + " 'twin@example.org'")
                                .query(Integer.class)
                                .single())
                .isEqualTo(1);
    }

    @Test
    void givesAUsernameToOneOfTenWhoWantItAtOnce() throws Exception {
        var statuses =
                tenAtOnce(number ->
                        changed(request("clone"), "email", "clone-" + number + "@example.org"));

        // 503: gave up waiting for the one who was first, as a machine under load may
        assertThat(statuses)
                .containsOnlyOnce(201)
                .allMatch(it -> it == 201 || it == 409 || it == 503);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    username, ab
                    username, with space
                    username, an@at.sign
                    username, ''
                    username, -hyphen
                    username, aaaaaaaaaabbbbbbbbbbccccccccccddd
                    email,    nobody
                    email,    two@at@signs
                    email,    'space @example.org'
                    email,    ''
                    name,     ''
                    name,     '   '
                    name,     'an\u0085na'
                    password, short
                    password, ''
                    password, password1234
                    password, aaaaaaaaaaaaaaaa
                    password, ababababababab
                    password, the-very-one@example.org
                    """)
    void namesTheFieldThatIsWrong(String field, String value) {
        register(
                        changed(
                                changed(
                                        request("the-very-one"),
                                        "email",
                                        "the-very-one@example.org"),
                                field,
                                value))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/validation-failed")
                .jsonPath("$.errors[0].field")
                .isEqualTo(field);
        assertThat(count("the-very-one")).isZero();
    }

    @Test
    void takesLongPasswordsOfAnyAlphabetAndRefusesEndlessOnes() {
        register(changed(request("poet"), "password", "Füchse, Äpfel und Ölé 鳥と魚 ☂".repeat(4)))
                .expectStatus()
                .isCreated();
        register(changed(request("novelist"), "password", "Once upon a time. ".repeat(8)))
                .expectStatus()
                .isEqualTo(422);
        register(changed(request("novelist"), "password", "x1y2".repeat(5000)))
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void asksToTryAgainWhenSomebodyElseHoldsTheNameForTooLong() throws Exception {
        var registered = new CountDownLatch(1);
        var refused = new CountDownLatch(1);
        try (var pool = Executors.newSingleThreadExecutor()) {
            var holder =
                    pool.submit(() ->
                            transaction.execute(status -> {
                                users.add(
                                        UUID.randomUUID(),
                                        "slow",
                                        "slow@example.org",
                                        "Slow",
                                        "$argon2id$",
                                        Instant.now());
                                registered.countDown();
                                try {
                                    refused.await();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                                return null;
                            }));
            registered.await();
            register(request("slow"))
                    .expectStatus()
                    .isEqualTo(503)
                    .expectHeader()
                    .exists("Retry-After")
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/database-unavailable");
            refused.countDown();
            holder.get();
        }
    }

    private List<Integer> tenAtOnce(java.util.function.IntFunction<Map<String, Object>> requests)
            throws Exception {
        var barrier = new CyclicBarrier(10);
        try (var pool = Executors.newFixedThreadPool(10)) {
            var futures = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 10; i++) {
                var request = requests.apply(i);
                futures.add(
                        pool.submit(() -> {
                            barrier.await();
                            return register(request)
                                    .expectBody()
                                    .returnResult()
                                    .getStatus()
                                    .value();
                        }));
            }
            var statuses = new ArrayList<Integer>();
            for (var future : futures) {
                statuses.add(future.get());
            }
            return statuses;
        }
    }

    private RestTestClient.ResponseSpec register(Map<String, Object> request) {
        return client.post()
                .uri("/api/auth/register")
                .contentType(MediaType.APPLICATION_JSON)
                .body(request)
                .exchange();
    }

    private int count(String username) {
        return db.asOwner()
                .sql("select count(*) from users where username = :username")
                .param("username", username)
                .query(Integer.class)
                .single();
    }

    private static Map<String, Object> request(String username) {
        return Map.of(
                "username",
                username,
                "email",
                username.toLowerCase() + "@example.org",
                "name",
                "Anna Example",
                "password",
                People.PASSWORD);
    }

    private static Map<String, Object> changed(
            Map<String, Object> request, String field, String value) {
        var changed = new HashMap<>(request);
        changed.put(field, value);
        return changed;
    }
}
