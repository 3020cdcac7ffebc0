package dev.bulkhead.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import dev.bulkhead.auth.People.TokenPair;
import dev.bulkhead.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class LoginTests {

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;

    @Test
    void givesTokensThatMustNotBeCached() {
        var somebody = people.somebody();

        logIn(somebody.username(), People.PASSWORD)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody()
                .jsonPath("$.token_type")
                .isEqualTo("Bearer")
                .jsonPath("$.expires_in")
                .isEqualTo(600)
                .jsonPath("$.access_token")
                .isNotEmpty()
                .jsonPath("$.refresh_token")
                .value(String.class, it -> assertThat(it).hasSize(43));
    }

    @Test
    void signsATokenThatTheKeySetVerifiesAndThatSaysWhoItIs() throws Exception {
        var somebody = people.somebody();

        var token = SignedJWT.parse(tokensFor(somebody.username()).access());

        var key = keySet().getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("http://localhost:8080/api/auth");
        assertThat(claims.getSubject()).isEqualTo(somebody.id().toString());
        assertThat(claims.getAudience()).containsExactly("bulkhead");
        assertThat(UUID.fromString(claims.getJWTID())).isNotNull();
        assertThat(UUID.fromString(claims.getStringClaim("sid"))).isNotNull();
        assertThat(claims.getStringClaim("username")).isEqualTo(somebody.username());
        assertThat(claims.getStringClaim("name")).isEqualTo("Somebody New");
        assertThat(claims.getStringClaim("email")).isEqualTo(somebody.email());
        assertThat(claims.getBooleanClaim("email_verified")).isFalse();
        assertThat(claims.getStringListClaim("roles")).isEqualTo(List.of("user"));
        assertThat(
                        Duration.between(
                                claims.getIssueTime().toInstant(),
                                claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void knowsPeopleByUsernameAndByEMailAddressHoweverTheyWriteThem() {
        var somebody = people.somebody();

        for (var login :
                List.of(
                        somebody.username().toUpperCase(),
                        somebody.email(),
                        somebody.email().toUpperCase())) {
            logIn(login, People.PASSWORD).expectStatus().isOk();
        }
    }

    @Test
    void takesThePasswordHoweverTheKeyboardComposedIt() {
        client.post()
                .uri("/api/auth/register")
                .contentType(MediaType.APPLICATION_JSON)
                .body(
                        Map.of(
                                "username", "rene",
                                "email", "rene@example.org",
                                "name", "René",
                                "password", "caf\u00e9 au lait, s'il te pla\u00eet"))
                .exchange()
                .expectStatus()
                .isCreated();

        logIn("rene", "cafe\u0301 au lait, s'il te plai\u0302t").expectStatus().isOk();
    }

    @Test
    void answersAlikeWhetherTheNameOrThePasswordIsWrong() {
        var somebody = people.somebody();

        var wrongPassword = refusal(somebody.username(), "not the right password");
        var nobody = refusal("nobody-at-all", People.PASSWORD);

        assertThat(wrongPassword).isEqualTo(nobody);
    }

    @Test
    void putsTheAdministratorsRolesIntoTheToken() throws Exception {
        var admin = people.admin();

        assertThat(admin.tokens().claims().getStringListClaim("roles"))
                .containsExactly("user", "admin");
    }

    @Test
    void refusesADeactivatedAccountButTellsOnlyItsOwner() {
        var somebody = people.somebody();
        db.asOwner()
                .sql("update users set is_active = false where id = :id")
                .param("id", somebody.id())
                .update();

        logIn(somebody.username(), People.PASSWORD)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/account-deactivated");
        logIn(somebody.username(), "not the right password")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/invalid-credentials");
    }

    @Test
    void letsNobodyInWhoHasNoPassword() {
        var somebody = people.somebody();
        db.asOwner()
                .sql("update users set password_hash = null where id = :id")
                .param("id", somebody.id())
                .update();

        logIn(somebody.username(), People.PASSWORD).expectStatus().isUnauthorized();
    }

    @Test
    void remembersWhereThePersonSignedInFrom() {
        var somebody = people.somebody();
        var tokens =
                client.post()
                        .uri("/api/auth/login")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("User-Agent", "Lynx/2.9 " + "x".repeat(500))
                        .header("X-Forwarded-For", "203.0.113.9, 198.51.100.7")
                        .body(Map.of("login", somebody.username(), "password", People.PASSWORD))
                        .exchange()
                        .expectBody(TokenPair.class)
                        .returnResult()
                        .getResponseBody();

        client.get()
                .uri("/api/auth/sessions")
                .header("Authorization", tokens.bearer())
                .exchange()
                .expectBody()
                .jsonPath("$.items[0].ip")
                .isEqualTo("198.51.100.7")
                .jsonPath("$.items[0].userAgent")
                .value(String.class, it -> assertThat(it).startsWith("Lynx/2.9").hasSize(300));
    }

    private String refusal(String login, String password) {
        var result =
                logIn(login, password)
                        .expectStatus()
                        .isUnauthorized()
                        .expectHeader()
                        .valueEquals("WWW-Authenticate", "Bearer")
                        .expectBody(String.class)
                        .returnResult();
        return result.getResponseBody();
    }

    private TokenPair tokensFor(String login) {
        return logIn(login, People.PASSWORD)
                .expectBody(TokenPair.class)
                .returnResult()
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec logIn(String login, String password) {
        return client.post()
                .uri("/api/auth/login")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("login", login, "password", password))
                .exchange();
    }

    private JWKSet keySet() throws Exception {
        return JWKSet.parse(
                client.get()
                        .uri("/api/auth/jwks")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }
}
