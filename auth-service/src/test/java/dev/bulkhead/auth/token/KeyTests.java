package dev.bulkhead.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.MovableClock;
import dev.bulkhead.auth.People;
import dev.bulkhead.auth.People.SignedIn;
import dev.bulkhead.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class KeyTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;
    @Autowired MovableClock clock;
    @Autowired RotatingKeys rotating;
    @Autowired SigningKeys keys;
    @Autowired TokenPolicy policy;
    @Autowired dev.bulkhead.shared.db.Tables tables;
    @Autowired org.springframework.jdbc.core.simple.JdbcClient jdbc;
    @Autowired Encryption encryption;

    @Test
    void publishesNothingPrivate() throws Exception {
        for (var key : keySet().getKeys()) {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
            assertThat(key.getAlgorithm().getName()).isEqualTo("RS256");
            assertThat(key.size()).isGreaterThanOrEqualTo(2048);
        }
    }

    @Test
    void keepsOldTokensGoodAfterARotationAndPublishesTheirKeyUntilTheyHaveExpired()
            throws Exception {
        var admin = people.admin();
        var before = SignedJWT.parse(admin.tokens().access());

        rotate(admin);

        var after = SignedJWT.parse(people.logIn(admin.person()).tokens().access());
        assertThat(after.getHeader().getKeyID()).isNotEqualTo(before.getHeader().getKeyID());
        for (var token : List.of(before, after)) {
            var key = keySet().getKeyByKeyId(token.getHeader().getKeyID());
            assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        }
        client.get()
                .uri("/api/auth/me")
                .header("Authorization", admin.bearer())
                .exchange()
                .expectStatus()
                .isOk();

        clock.advance(Duration.ofMinutes(11));
        assertThat(kids()).contains(before.getHeader().getKeyID());
        clock.advance(Duration.ofMinutes(2));
        assertThat(kids())
                .contains(after.getHeader().getKeyID())
                .doesNotContain(before.getHeader().getKeyID());
    }

    @Test
    void rotatesByItselfWhenAKeyHasServedItsTime() throws Exception {
        var before = kids().getFirst();
        rotating.rotateWhenOld();
        assertThat(kids().getFirst()).isEqualTo(before);

        clock.advance(Duration.ofDays(90));
        rotating.rotateWhenOld();
        assertThat(kids().getFirst()).isNotEqualTo(before);

        clock.advance(Duration.ofHours(1));
        rotating.rotateWhenOld();
        assertThat(rows(before)).as("nobody needs the old key any more").isZero();
    }

    @Test
    void makesOneKeyWhenManyInstancesStartAtOnce() throws Exception {
        db.asOwner().sql("delete from signing_keys").update();

        var kids =
                atOnce(
                        6,
                        () -> {
                            var instance =
                                    new KeyRing(
                                            new SigningKeys(jdbc, tables, encryption),
                                            policy,
                                            clock);
                            return instance.signing().kid();
                        });

        assertThat(kids).hasSize(6).containsOnly(kids.getFirst());
        assertThat(
                        db.asOwner()
                                .sql("select count(*) from signing_keys")
                                .query(Integer.class)
                                .single())
                .isEqualTo(1);
    }

    @Test
    void rotatesOnceWhenManyInstancesFindTheKeyOldAtOnce() throws Exception {
        var before = kids().getFirst();
        clock.advance(Duration.ofDays(91));

        atOnce(
                4,
                () -> {
                    rotating.rotateWhenOld();
                    return "";
                });

        assertThat(
                        db.asOwner()
                                .sql("select count(*) from signing_keys where retired_at is null")
                                .query(Integer.class)
                                .single())
                .isEqualTo(1);
        assertThat(
                        db.asOwner()
                                .sql(
                                        "select count(*) from audit_log where action ="
                                                + " 'signing-key.rotated' and resource_id = :kid")
                                .param("kid", before)
                                .query(Integer.class)
                                .single())
                .isEqualTo(1);
    }

    @Test
    void learnsOfAKeyThatAnotherInstanceMade() throws Exception {
        var patient =
                new TokenPolicy(
                        policy.accessTokenLifetime(),
                        policy.signingKeyLifetime(),
                        Duration.ofHours(1),
                        null);
        var instance = new KeyRing(keys, patient, clock);
        instance.signing();
        rotate(people.admin());
        clock.advance(Duration.ofSeconds(1));
        var fresh = kids().getFirst();

        var found =
                instance.get(
                        new com.nimbusds.jose.jwk.JWKSelector(
                                new com.nimbusds.jose.jwk.JWKMatcher.Builder()
                                        .keyID(fresh)
                                        .build()),
                        null);

        assertThat(found).extracting(JWK::getKeyID).containsExactly(fresh);
    }

    @Test
    void keepsPrivateKeysUnreadableInTheDatabase() {
        kids();
        var stored =
                db.asOwner()
                        .sql("select private_key from signing_keys where retired_at is null")
                        .query((row, number) -> row.getBytes(1))
                        .single();

        assertThat(stored[0]).isEqualTo((byte) 1);
        assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
                .as("a PKCS #8 key names its algorithm, rsaEncryption")
                .doesNotContain("\u002a\u0086\u0048\u0086\u00f7\r\u0001\u0001\u0001");
    }

    private void rotate(SignedIn admin) {
        client.post()
                .uri("/api/auth/keys")
                .header("Authorization", admin.bearer())
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.signs")
                .isEqualTo(true);
        client.get()
                .uri("/api/auth/keys")
                .header("Authorization", admin.bearer())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].signs")
                .isEqualTo(true)
                .jsonPath("$[1].signs")
                .isEqualTo(false);
    }

    private List<String> kids() {
        return keySet().getKeys().stream().map(JWK::getKeyID).toList();
    }

    private JWKSet keySet() {
        try {
            return JWKSet.parse(
                    client.get()
                            .uri("/api/auth/jwks")
                            .exchange()
                            .expectStatus()
                            .isOk()
                            .expectBody(String.class)
                            .returnResult()
                            .getResponseBody());
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private int rows(String kid) {
        return db.asOwner()
                .sql("select count(*) from signing_keys where kid = :kid")
                .param("kid", kid)
                .query(Integer.class)
                .single();
    }

    private static <T> List<T> atOnce(int threads, Callable<T> work) throws Exception {
        var barrier = new CyclicBarrier(threads);
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < threads; i++) {
                futures.add(
                        pool.submit(() -> {
                            barrier.await();
                            return work.call();
                        }));
            }
            var results = new ArrayList<T>();
            for (var future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
