package dev.bulkhead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway on a real port, with a stub for each service and an issuer of tokens. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
public abstract class RunningGateway {

    protected static final StubService auth = new StubService("auth");
    protected static final StubService payment = new StubService("payment");
    protected static final StubService game = new StubService("game");
    protected static final StubService media = new StubService("media");
    protected static final MockOAuth2Server issuer = new MockOAuth2Server();
    protected static final MockOAuth2Server stranger = new MockOAuth2Server();

    protected static final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    static {
        issuer.start();
        stranger.start();
    }

    @LocalServerPort protected int port;

    @DynamicPropertySource
    static void addresses(DynamicPropertyRegistry settings) {
        settings.add("BULKHEAD_AUTH_URL", auth::url);
        settings.add("BULKHEAD_PAYMENT_URL", payment::url);
        settings.add("BULKHEAD_GAME_URL", game::url);
        settings.add("BULKHEAD_MEDIA_URL", media::url);
        settings.add("bulkhead.issuer", () -> issuer.issuerUrl("bulkhead").toString());
        settings.add(
                "bulkhead.jwks-uri", () -> "${test.jwks-uri:" + issuer.jwksUrl("bulkhead") + "}");
    }

    @BeforeEach
    void forget() {
        List.of(auth, payment, game, media).forEach(StubService::forget);
    }

    protected static String token(String subject) {
        return token(issuer, "bulkhead", subject, "bulkhead", 600);
    }

    protected static String token(
            MockOAuth2Server by, String issuerId, String subject, String audience, long seconds) {
        return by.issueToken(
                        issuerId,
                        "test",
                        new DefaultOAuth2TokenCallback(
                                issuerId,
                                subject,
                                JOSEObjectType.JWT.getType(),
                                List.of(audience),
                                Map.of("roles", List.of("user")),
                                seconds))
                .serialize();
    }

    protected URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
    }

    /** A request of somebody who is logged in. */
    protected HttpRequest.Builder asAnna(String path) {
        return request(path).header("Authorization", "Bearer " + token("anna"));
    }

    protected static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    protected HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(asAnna(path));
    }

    protected HttpResponse<String> post(String path, String body)
            throws IOException, InterruptedException {
        return send(asAnna(path).POST(BodyPublishers.ofString(body)));
    }

    protected static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        var problem = json(answer.body());
        assertThat(problem.path("type").asString()).isEqualTo("/problems/" + type);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(problem.path("instance").asString()).isEqualTo(answer.uri().getPath());
    }

    protected static void assertProblem(RawHttp.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.all("Content-Type")).containsExactly("application/problem+json");
        assertThat(json(answer.body()).path("type").asString()).isEqualTo("/problems/" + type);
    }

    protected static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
