package dev.bulkhead.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.bulkhead.testing.TestDatabase;
import java.text.ParseException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** People who use the service, over HTTP like everybody else. */
public class People {

    public static final String PASSWORD = "a sentence nobody would guess";

    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ObjectProvider<RestTestClient> client;
    private final TestDatabase db;

    People(ObjectProvider<RestTestClient> client, TestDatabase db) {
        this.client = client;
        this.db = db;
    }

    /** Somebody new, registered and not signed in. */
    public Person somebody() {
        var username = "person-" + COUNT.incrementAndGet();
        var body =
                client.getObject()
                        .post()
                        .uri("/api/auth/register")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(
                                Map.of(
                                        "username",
                                        username,
                                        "email",
                                        username + "@example.org",
                                        "name",
                                        "Somebody New",
                                        "password",
                                        PASSWORD))
                        .exchange()
                        .expectStatus()
                        .isCreated()
                        .expectBody(Registered.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(body).isNotNull();
        return new Person(body.id(), username, username + "@example.org");
    }

    /** Somebody new, signed in. */
    public SignedIn signedIn() {
        return logIn(somebody());
    }

    /** An administrator, signed in. */
    public SignedIn admin() {
        var person = somebody();
        makeAdmin(person.id());
        return logIn(person);
    }

    public void makeAdmin(UUID id) {
        db.asOwner()
                .sql(
                        "insert into user_roles select :id, r.id from roles r where r.name ="
                                + " 'admin'")
                .param("id", id)
                .update();
    }

    public SignedIn logIn(Person person) {
        var tokens =
                client.getObject()
                        .post()
                        .uri("/api/auth/login")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Map.of("login", person.username(), "password", PASSWORD))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(TokenPair.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(tokens).isNotNull();
        return new SignedIn(person, tokens);
    }

    /** Tries a refresh and returns what came of it. */
    public Answer refresh(String refreshToken) {
        var result =
                client.getObject()
                        .post()
                        .uri("/api/auth/refresh")
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Map.of("refresh_token", refreshToken))
                        .exchange()
                        .expectBody(String.class)
                        .returnResult();
        var status = (HttpStatus) result.getStatus();
        return new Answer(
                status,
                status == HttpStatus.OK
                        ? JSON.readValue(result.getResponseBody(), TokenPair.class)
                        : null);
    }

    public record Registered(
            UUID id,
            String username,
            String email,
            String name,
            boolean emailVerified,
            boolean active,
            java.util.List<String> roles,
            java.time.Instant createdAt) {}

    public record Person(UUID id, String username, String email) {}

    /**
     * @param tokens null when it was refused
     */
    public record Answer(HttpStatus status, TokenPair tokens) {}

    public record TokenPair(
            @JsonProperty("access_token") String access,
            @JsonProperty("token_type") String type,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("refresh_token") String refresh) {

        public String bearer() {
            return "Bearer " + access;
        }

        public JWTClaimsSet claims() {
            try {
                return SignedJWT.parse(access).getJWTClaimsSet();
            } catch (ParseException e) {
                throw new AssertionError(e);
            }
        }

        public UUID session() {
            return UUID.fromString((String) claims().getClaim("sid"));
        }
    }

    public record SignedIn(Person person, TokenPair tokens) {

        public UUID id() {
            return person.id();
        }

        public String bearer() {
            return tokens.bearer();
        }
    }
}
