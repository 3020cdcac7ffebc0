package dev.bulkhead.auth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.bulkhead.auth.AuthTest;
import dev.bulkhead.auth.People;
import dev.bulkhead.auth.People.SignedIn;
import dev.bulkhead.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

@AuthTest
class ClientTests {

    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired TestDatabase db;

    SignedIn admin;

    @BeforeEach
    void anAdministrator() {
        admin = people.admin();
    }

    @Test
    void showsTheSecretOnceAndKeepsOnlyItsHash() {
        var registered = register("orders.read", "orders.write");

        assertThat(registered.clientSecret()).hasSize(43);
        client.get()
                .uri("/api/auth/clients?limit=100")
                .header("Authorization", admin.bearer())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(it ->
                        assertThat(it)
                                .contains(registered.clientId())
                                .doesNotContainIgnoringCase("secret"));
        assertThat(
                        db.asOwner()
                                .sql("select row_to_json(c)::text from oauth_clients c")
                                .query(String.class)
                                .list())
                .noneMatch(it -> it.contains(registered.clientSecret()));
    }

    @Test
    void givesAClientATokenForThePlatformWithTheScopesItAskedFor() throws Exception {
        var registered = register("orders.read", "orders.write");

        var answer =
                token(registered, registered.clientSecret(), "&scope=orders.read")
                        .expectStatus()
                        .isOk()
                        .expectHeader()
                        .valueMatches("Cache-Control", ".*no-store.*")
                        .expectBody(OAuthToken.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(answer.type()).isEqualTo("Bearer");
        assertThat(answer.expiresIn()).isBetween(590L, 600L);
        var token = SignedJWT.parse(answer.access());
        var key = keySet().getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("http://localhost:8080/api/auth");
        assertThat(claims.getSubject()).isEqualTo(registered.clientId());
        assertThat(claims.getAudience()).containsExactly("bulkhead");
        assertThat(claims.getStringClaim("scope")).isEqualTo("orders.read");
        assertThat(claims.getClaim("roles")).isNull();
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                .isEqualTo(600_000);
    }

    @Test
    void separatesSeveralScopesByBlanks() throws Exception {
        var registered = register("b.two", "a.one");

        var answer =
                token(registered, registered.clientSecret(), "&scope=a.one+b.two")
                        .expectStatus()
                        .isOk()
                        .expectBody(OAuthToken.class)
                        .returnResult()
                        .getResponseBody();

        assertThat(
                        SignedJWT.parse(answer.access())
                                .getJWTClaimsSet()
                                .getStringClaim("scope")
                                .split(" "))
                .containsExactlyInAnyOrder("a.one", "b.two");
    }

    @Test
    void takesTheSecretFromTheFormAsWell() {
        var registered = register("orders.read");

        client.post()
                .uri("/api/auth/oauth2/token")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(
                        "grant_type=client_credentials&client_id=%s&client_secret=%s"
                                .formatted(registered.clientId(), registered.clientSecret()))
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void refusesClientsInTheWordsOfOAuth() {
        var registered = register("orders.read");
        var unknown = new Registered(UUID.randomUUID(), "nobody", "x", "x", List.of(), null);

        token(registered, "wrong", "")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("invalid_client");
        token(unknown, "wrong", "")
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("invalid_client");
        token(registered, registered.clientSecret(), "&scope=admin")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("invalid_scope");
        for (var grant : List.of("password", "refresh_token", "authorization_code", "")) {
            client.post()
                    .uri("/api/auth/oauth2/token")
                    .headers(
                            it -> it.setBasicAuth(registered.clientId(), registered.clientSecret()))
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .body("grant_type=" + grant)
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.error")
                    .isNotEmpty();
        }
    }

    @Test
    void answersNobodyWithoutCredentials() {
        client.post()
                .uri("/api/auth/oauth2/token")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body("grant_type=client_credentials")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Basic")
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("invalid_client");
        client.post()
                .uri("/api/auth/oauth2/token")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"grant_type\": \"client_credentials\"}")
                .exchange()
                .expectStatus()
                .is4xxClientError();
        client.get().uri("/api/auth/oauth2/token").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void admitsNoClientWhereAPersonIsNeeded() {
        var registered = register("orders.read");
        var token =
                token(registered, registered.clientSecret(), "&scope=orders.read")
                        .expectBody(OAuthToken.class)
                        .returnResult()
                        .getResponseBody();

        for (var path : List.of("/me", "/sessions", "/users", "/audit", "/clients", "/keys")) {
            client.get()
                    .uri("/api/auth" + path)
                    .header("Authorization", "Bearer " + token.access())
                    .exchange()
                    .expectStatus()
                    .isForbidden()
                    .expectBody()
                    .jsonPath("$.type")
                    .isEqualTo("/problems/access-denied");
        }
    }

    @Test
    void turnsAClientAway() {
        var registered = register("orders.read");

        delete(registered.id()).expectStatus().isNoContent();

        token(registered, registered.clientSecret(), "").expectStatus().isUnauthorized();
        delete(registered.id())
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/client-not-found");
    }

    @Test
    void registersAnIdOnce() {
        var registered = register("orders.read");

        post(Map.of("clientId", registered.clientId(), "name", "Other", "scopes", List.of("x")))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/client-id-taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"clientId\": \"Upper\", \"name\": \"n\", \"scopes\": [\"x\"]}",
                "{\"clientId\": \"ab\", \"name\": \"n\", \"scopes\": [\"x\"]}",
                "{\"clientId\": \"okay\", \"name\": \" \", \"scopes\": [\"x\"]}",
                "{\"clientId\": \"okay\", \"name\": \"n\", \"scopes\": []}",
                "{\"clientId\": \"okay\", \"name\": \"n\", \"scopes\": [\"two words\"]}",
                "{\"clientId\": \"okay\", \"name\": \"n\", \"scopes\": [\"\"]}",
                "{\"clientId\": \"okay\", \"name\": \"n\", \"scopes\": [null]}"
            })
    void refusesClientsThatAreNotWellFormed(String body) {
        client.post()
                .uri("/api/auth/clients")
                .header("Authorization", admin.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/validation-failed");
    }

    @Test
    void tellsProgramsWhereToFindWhat() throws Exception {
        client.get()
                .uri("/api/auth/.well-known/openid-configuration")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.issuer")
                .isEqualTo("http://localhost:8080/api/auth")
                .jsonPath("$.jwks_uri")
                .isEqualTo("http://localhost:8080/api/auth/jwks")
                .jsonPath("$.token_endpoint")
                .isEqualTo("http://localhost:8080/api/auth/oauth2/token")
                .jsonPath("$.grant_types_supported")
                .isEqualTo(List.of("client_credentials"))
                .jsonPath("$.authorization_endpoint")
                .doesNotExist()
                .jsonPath("$.userinfo_endpoint")
                .doesNotExist();
    }

    @Test
    void offersNoOtherOAuthEndpoint() {
        for (var path :
                List.of(
                        "/oauth2/authorize",
                        "/oauth2/introspect",
                        "/oauth2/revoke",
                        "/oauth2/device_authorization",
                        "/oauth2/par",
                        "/.well-known/openid-configuration",
                        "/.well-known/oauth-authorization-server",
                        "/oauth2/jwks")) {
            client.post().uri(path).exchange().expectStatus().isUnauthorized();
            client.get().uri(path).exchange().expectStatus().isUnauthorized();
        }
    }

    private Registered register(String... scopes) {
        return post(Map.of(
                        "clientId",
                        "client-" + COUNT.incrementAndGet(),
                        "name",
                        "Order robot",
                        "scopes",
                        List.of(scopes)))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Cache-Control", "no-store")
                .expectBody(Registered.class)
                .returnResult()
                .getResponseBody();
    }

    private RestTestClient.ResponseSpec post(Map<String, Object> body) {
        return client.post()
                .uri("/api/auth/clients")
                .header("Authorization", admin.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private RestTestClient.ResponseSpec delete(UUID id) {
        return client.delete()
                .uri("/api/auth/clients/" + id)
                .header("Authorization", admin.bearer())
                .exchange();
    }

    private RestTestClient.ResponseSpec token(Registered as, String secret, String more) {
        return client.post()
                .uri("/api/auth/oauth2/token")
                .headers(it -> it.setBasicAuth(as.clientId(), secret))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body("grant_type=client_credentials" + more)
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

    record Registered(
            UUID id,
            String clientId,
            String clientSecret,
            String name,
            List<String> scopes,
            java.time.Instant createdAt) {}

    record OAuthToken(
            @JsonProperty("access_token") String access,
            @JsonProperty("token_type") String type,
            @JsonProperty("expires_in") long expiresIn,
            String scope) {}
}
