package dev.bulkhead.shared.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.boot.test.context.SpringBootTest.WebEnvironment.RANDOM_PORT;
import static org.springframework.http.HttpHeaders.AUTHORIZATION;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

import com.nimbusds.jose.JOSEObjectType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(
        webEnvironment = RANDOM_PORT,
        properties = {
            "spring.application.name=sample-service",
            "bulkhead.service=sample",
            "bulkhead.web.max-body-size=1KB",
            "bulkhead.web.unlimited-paths=/things/stream"
        })
@AutoConfigureRestTestClient
class WebTests {

    static final MockOAuth2Server ISSUER = new MockOAuth2Server();
    static final UUID ANNA = UUID.randomUUID();

    @Autowired RestTestClient client;
    @LocalServerPort int port;

    @DynamicPropertySource
    static void tokens(DynamicPropertyRegistry properties) {
        ISSUER.start();
        properties.add("bulkhead.issuer", () -> ISSUER.issuerUrl("test").toString());
        properties.add("bulkhead.jwks-uri", () -> ISSUER.jwksUrl("test").toString());
    }

    @AfterAll
    static void stop() {
        ISSUER.shutdown();
    }

    @Test
    void tellsAControllerWhoCalls() {
        var token = token("bulkhead", "user");
        for (int i = 0; i < 2; i++) { // checked, and then remembered
            client.get()
                    .uri("/me")
                    .header(AUTHORIZATION, token)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody()
                    .jsonPath("$.id")
                    .isEqualTo(ANNA.toString())
                    .jsonPath("$.username")
                    .isEqualTo("anna");
        }
    }

    @Test
    void refusesRequestsWithoutToken() {
        problem(client.get().uri("/me").exchange(), 401, "authentication-required")
                .expectHeader()
                .valueMatches("WWW-Authenticate", "Bearer.*")
                .expectHeader()
                .doesNotExist("Set-Cookie"); // no session either
    }

    @Test
    void refusesTokensForAnotherAudience() {
        problem(
                client.get()
                        .uri("/me")
                        .header(AUTHORIZATION, token("elsewhere", "user"))
                        .exchange(),
                401,
                "authentication-required");
    }

    @Test
    void refusesTokensWithoutTheRole() {
        problem(
                client.get().uri("/me").header(AUTHORIZATION, token("bulkhead")).exchange(),
                403,
                "access-denied");
        problem(
                client.get()
                        .uri("/admin")
                        .header(AUTHORIZATION, token("bulkhead", "user"))
                        .exchange(),
                403,
                "access-denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "",
                "{\"name\":\"a\",\"count\":1,\"colour\":\"red\"}",
                "{\"name\":\"a\",\"count\":\"1\"}",
                "{\"name\":7,\"count\":1}",
                "{\"name\":\"a\",\"count\":1.5}",
                "{\"name\":\"a\",\"count\":99999999999999999999}",
                "{\"name\":\"a\",\"count\":null}",
                "{\"name\":\"a\",\"name\":\"b\",\"count\":1}",
                "{\"name\":\"a\",\"count\":1} {}",
                "{\"name\":\"a\\u0000b\",\"count\":1}",
                "{\"name\":\"\\ud800\",\"count\":1}",
                "{\"name\":\"a\",\"count\":1,\"size\":1}",
                "{\"name\":\"a\",\"count\":1,\"kind\":\"SMALL\\u0000\"}",
                "{\"name\":\"a\",\"count\":1,\"kind\":0}",
                "{\"name\":\"a\",\"count\":\" \"}",
                "{\"name\":\"a\",\"count\":1,\"weight\":\" \"}",
                "{\"name\":\"a\",\"count\":1,\"fragile\":\" \"}",
                "{\"name\":\"a\",\"count\":1,\"fragile\":\"\\u0000\"}",
                "{\"name\":\"a\",\"count\":1,\"parent\":\"4a48f5b4-0000-7000-8000-000000000000\\u0000\"}",
            })
    void refusesBodiesItCannotRead(String body) {
        problem(post("/open/things", body), 400, "malformed-request");
    }

    @Test
    void namesEachFieldThatIsInvalid() {
        problem(post("/open/things", "{\"name\":\" \",\"count\":0}"), 422, "validation-failed")
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("count")
                .jsonPath("$.errors[1].field")
                .isEqualTo("name");
    }

    @Test
    void takesEmojiAndEveryOtherStorableCharacter() {
        post("/open/things", "{\"name\":\"\\ud83d\\ude00 ünï\",\"count\":1}")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("\ud83d\ude00 ünï");
    }

    @Test
    void refusesBodiesBeyondTheLimitWhetherTheirLengthIsToldOrNot() throws IOException {
        problem(
                post("/open/things", "{\"name\":\"" + "x".repeat(2000) + "\",\"count\":1}"),
                413,
                "body-too-large");
        try (var socket = new Socket("127.0.0.1", port)) {
            var head =
                    "POST /open/things HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "7d0\r\n{\"name\":\""
                            + "x".repeat(2000 - 9)
                            + "\r\n0\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("/problems/body-too-large");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/open/things/nonsense, 400, malformed-request",
        "/open/nowhere, 404, not-found",
        "/open/things/1-1-1-1-1, 400, malformed-request",
        "/open/things/4a48f5b4-0000-7000-8000-000000000000%20, 400, malformed-request",
        "/open/things?q=a%00b, 400, malformed-request",
        "/open/page?after=%ff, 400, malformed-request",
        "/open/page?q=%ED%A0%80, 400, malformed-request",
        "/open/page?=, 400, malformed-request",
        "/open/page?limit=0, 422, validation-failed",
        "/open/page?limit=101, 422, validation-failed",
        "/open/page?limit=many, 400, malformed-request",
        "/open/page?after=!!, 400, malformed-request",
        "/open/page?after=YQ, 400, malformed-request",
        "/open/fails/integrity, 409, conflict",
        "/open/fails/locking, 409, changed-meanwhile",
        "/open/fails/resource, 503, database-unavailable",
        "/open/fails/other, 500, internal-error",
    })
    void answersFailuresWithATypedProblem(String path, int status, String type) {
        problem(client.get().uri(URI.create(path)).exchange(), status, type);
    }

    @Test
    void answersUnknownMethodsAndMediaTypesWithATypedProblem() {
        problem(client.delete().uri("/open/things").exchange(), 405, "method-not-allowed");
        problem(
                        client.post()
                                .uri("/open/things")
                                .contentType(org.springframework.http.MediaType.TEXT_PLAIN)
                                .body("name")
                                .exchange(),
                        415,
                        "unsupported-media-type")
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("Content-Type 'text/plain;charset=UTF-8' is not supported.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "junk", "*/*, junk/"})
    void doesNothingForClientsThatCouldNotTakeTheAnswer(String accept) {
        var before = Things.CREATED.get();
        problem(
                client.post()
                        .uri("/open/things")
                        .header("Accept", accept)
                        .contentType(APPLICATION_JSON)
                        .body("{\"name\":\"a\",\"count\":1}")
                        .exchange(),
                406,
                "not-acceptable");
        assertThat(Things.CREATED).hasValue(before);
    }

    @Test
    void answersUnreadableAcceptHeadersOfReadersToo() {
        problem(
                client.get().uri("/open/nowhere").header("Accept", "junk").exchange(),
                406,
                "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "multipart/form-data", "junk"})
    void refusesBodiesOfNoDefiniteKind(String type) throws IOException {
        var answer = raw("POST /open/things", "Content-Type: " + type, "Content-Length: 2");
        assertThat(answer).startsWith("HTTP/1.1 415").contains("/problems/unsupported-media-type");
    }

    /** The gateway lets 16 KB of headers through, and adds its own. */
    @Test
    void takesAllHeadersTheGatewayLetsThrough() throws IOException {
        assertThat(raw("GET /open/page", "X-Long: " + "x".repeat(17 * 1024)))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void keepsInternalsOutOfAnUnexpectedFailure() {
        client.get()
                .uri("/open/fails/other")
                .exchange()
                .expectBody(String.class)
                .value(it -> assertThat(it).doesNotContain("the secret").doesNotContain("Illegal"));
    }

    @Test
    void pagesByKeyset() {
        var first =
                client.get()
                        .uri("/open/page?limit=100")
                        .exchange()
                        .expectBody(Map.class)
                        .returnResult()
                        .getResponseBody();
        assertThat((List<?>) first.get("items")).hasSize(100);
        var last =
                client.get()
                        .uri("/open/page?limit=100&after=" + first.get("next"))
                        .exchange()
                        .expectBody(Map.class)
                        .returnResult()
                        .getResponseBody();
        assertThat((List<?>) last.get("items")).hasSize(50);
        assertThat(last.get("next")).isNull();
    }

    @Test
    void describesItselfToAnybody() {
        client.get()
                .uri("/api/sample/openapi")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.info.title")
                .isEqualTo("sample-service")
                .jsonPath("$.paths['/open/page'].get.parameters[?(@.name=='limit')]")
                .isNotEmpty()
                .jsonPath("$.paths['/me'].get.parameters")
                .doesNotExist();
    }

    @Test
    void showsOnlyHealthOfItsInternals() {
        client.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
        client.get().uri("/actuator/env").exchange().expectStatus().isUnauthorized();
    }

    private String raw(String request, String... headers) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            var text =
                    request
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + String.join("\r\n", headers)
                            + "\r\n\r\n{}";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RestTestClient.ResponseSpec post(String path, String body) {
        return client.post().uri(path).contentType(APPLICATION_JSON).body(body).exchange();
    }

    private static RestTestClient.ResponseSpec problem(
            RestTestClient.ResponseSpec answer, int status, String type) {
        answer.expectStatus().isEqualTo(status);
        answer.expectHeader().contentTypeCompatibleWith(APPLICATION_PROBLEM_JSON);
        answer.expectBody().jsonPath("$.type").isEqualTo("/problems/" + type);
        return answer;
    }

    private static String token(String audience, String... roles) {
        return "Bearer "
                + ISSUER.issueToken(
                                "test",
                                "client",
                                new DefaultOAuth2TokenCallback(
                                        "test",
                                        ANNA.toString(),
                                        JOSEObjectType.JWT.getType(),
                                        List.of(audience),
                                        Map.of("roles", List.of(roles), "username", "anna"),
                                        600))
                        .serialize();
    }

    @SpringBootApplication
    @Import(Things.class)
    static class SampleService {

        @Bean
        AccessRules access() {
            return rules -> {
                rules.requestMatchers("/open/**").permitAll();
                rules.requestMatchers("/admin").hasRole("ADMIN");
            };
        }
    }

    @RestController
    static class Things {

        static final AtomicInteger CREATED = new AtomicInteger();

        record Thing(
                @NotBlank String name,
                @Positive int count,
                @Nullable Kind kind,
                @Nullable Integer weight,
                @Nullable Boolean fragile,
                @Nullable UUID parent) {}

        enum Kind {
            SMALL,
            LARGE
        }

        @GetMapping("/me")
        Caller me(Caller caller) {
            return caller;
        }

        @GetMapping("/admin")
        String admin() {
            return "admin";
        }

        @PostMapping("/open/things")
        Thing create(@Valid @RequestBody Thing thing) {
            CREATED.incrementAndGet();
            return thing;
        }

        @GetMapping("/open/things/{id}")
        UUID read(@PathVariable UUID id) {
            return id;
        }

        @GetMapping("/open/page")
        Page<String> page(PageQuery query) {
            var after = query.afterParts(1);
            if (after != null && !after.getFirst().matches("[0-9]+")) {
                throw new MalformedRequest("no");
            }
            int from = after == null ? 0 : Integer.parseInt(after.getFirst()) + 1;
            var rows =
                    IntStream.range(from, 150).limit(query.limit() + 1).mapToObj(String::valueOf);
            return Page.of(rows.toList(), query, Cursor::of);
        }

        @GetMapping("/open/fails/{how}")
        void fail(@PathVariable String how) {
            throw switch (how) {
                case "integrity" -> new DataIntegrityViolationException("the secret");
                case "locking" -> new OptimisticLockingFailureException("the secret");
                case "resource" -> new DataAccessResourceFailureException("the secret");
                default -> new IllegalStateException("the secret");
            };
        }
    }
}
