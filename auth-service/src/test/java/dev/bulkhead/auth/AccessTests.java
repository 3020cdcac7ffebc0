package dev.bulkhead.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Who may call what: every endpoint is in one of three lists, and a new one must be put there. */
@AuthTest
class AccessTests {

    static final Set<String> FOR_EVERYBODY =
            Set.of(
                    "POST /api/auth/register",
                    "POST /api/auth/login",
                    "POST /api/auth/refresh",
                    "POST /api/auth/logout",
                    "GET /api/auth/.well-known/openid-configuration");

    static final Set<String> FOR_THE_SIGNED_IN =
            Set.of(
                    "GET /api/auth/me",
                    "PUT /api/auth/me/password",
                    "GET /api/auth/sessions",
                    "DELETE /api/auth/sessions",
                    "DELETE /api/auth/sessions/{id}");

    static final Set<String> FOR_ADMINISTRATORS =
            Set.of(
                    "GET /api/auth/users",
                    "GET /api/auth/users/{id}",
                    "PUT /api/auth/users/{id}/roles/{role}",
                    "DELETE /api/auth/users/{id}/roles/{role}",
                    "PUT /api/auth/users/{id}/deactivation",
                    "DELETE /api/auth/users/{id}/deactivation",
                    "GET /api/auth/clients",
                    "POST /api/auth/clients",
                    "DELETE /api/auth/clients/{id}",
                    "GET /api/auth/keys",
                    "POST /api/auth/keys",
                    "GET /api/auth/audit");

    @Autowired RestTestClient client;
    @Autowired People people;
    @Autowired MovableClock clock;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void namesEveryEndpoint() {
        var existing = new TreeSet<String>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> {
                    for (var path : mapping.getPatternValues()) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> existing.add(method + " " + path));
                    }
                });
        existing.removeIf(it -> !it.contains("/api/auth/") || it.contains("/openapi"));

        var named = new HashSet<>(FOR_EVERYBODY);
        named.addAll(FOR_THE_SIGNED_IN);
        named.addAll(FOR_ADMINISTRATORS);
        assertThat(existing).isEqualTo(new TreeSet<>(named));
    }

    @ParameterizedTest
    @MethodSource("forThoseWhoAreKnown")
    void asksForAToken(String endpoint) {
        call(endpoint, null, HttpStatus.UNAUTHORIZED, "authentication-required");
    }

    @ParameterizedTest
    @MethodSource("forAdministrators")
    void refusesPeopleWhoAreNoAdministrators(String endpoint) {
        call(endpoint, people.signedIn().bearer(), HttpStatus.FORBIDDEN, "access-denied");
    }

    @Test
    void believesNoTokenButItsOwnAndOnlyInTime() throws Exception {
        var somebody = people.signedIn();
        var good = SignedJWT.parse(somebody.tokens().access());

        var forgery =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID(good.getHeader().getKeyID())
                                .build(),
                        good.getJWTClaimsSet());
        forgery.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
        var unsigned = new com.nimbusds.jwt.PlainJWT(good.getJWTClaimsSet()).serialize();
        var altered = good.serialize().split("\\.");
        altered[1] =
                com.nimbusds.jose.util.Base64URL.encode(
                                good.getJWTClaimsSet()
                                        .toString()
                                        .replace("[\"user\"]", "[\"user\",\"admin\"]"))
                        .toString();

        for (var token :
                List.of(forgery.serialize(), unsigned, String.join(".", altered), "nonsense")) {
            call(
                    "GET /api/auth/me",
                    "Bearer " + token,
                    HttpStatus.UNAUTHORIZED,
                    "authentication-required");
        }

        clock.advance(Duration.ofMinutes(12));
        call(
                "GET /api/auth/me",
                somebody.bearer(),
                HttpStatus.UNAUTHORIZED,
                "authentication-required");
    }

    @Test
    void answersWrongMethodsAndPathsAsProblems() {
        var bearer = people.signedIn().bearer();

        call("DELETE /api/auth/me", bearer, HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed");
        call("GET /api/auth/login", bearer, HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed");
        call("GET /api/auth/nothing", bearer, HttpStatus.NOT_FOUND, "not-found");
    }

    @Test
    void describesItselfWithoutAToken() {
        client.get()
                .uri("/api/auth/openapi")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.paths['/api/auth/login'].post.summary")
                .isEqualTo("Log in")
                .jsonPath("$.paths['/api/auth/login'].post.responses['429']")
                .exists()
                .jsonPath("$.paths['/api/auth/users'].get.description")
                .isEqualTo("For administrators.");
    }

    private void call(String endpoint, String bearer, HttpStatus status, String type) {
        var parts = endpoint.split(" ");
        var request =
                client.method(HttpMethod.valueOf(parts[0]))
                        .uri(parts[1], Map.of("id", UUID.randomUUID(), "role", "admin"))
                        .contentType(MediaType.APPLICATION_JSON);
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("/problems/" + type);
    }

    static Stream<String> forThoseWhoAreKnown() {
        return Stream.concat(FOR_THE_SIGNED_IN.stream(), FOR_ADMINISTRATORS.stream());
    }

    static Stream<String> forAdministrators() {
        return FOR_ADMINISTRATORS.stream();
    }
}
