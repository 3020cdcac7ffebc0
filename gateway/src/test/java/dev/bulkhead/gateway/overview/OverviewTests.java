package dev.bulkhead.gateway.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.gateway.RunningGateway;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@TestPropertySource(
        properties = {
            "bulkhead.gateway.overview.probe-every=200ms",
            "bulkhead.gateway.overview.probe-timeout=500ms"
        })
class OverviewTests extends RunningGateway {

    static final String READINESS = "/actuator/health/readiness";

    @Autowired ApplicationContext context;

    @Test
    void tellsProgramsWhatRuns() throws Exception {
        game.answers(READINESS, 503, "{\"status\":\"OUT_OF_SERVICE\"}");
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() ->
                        assertThat(states())
                                .containsExactly("auth up", "payment up", "game down", "media up"));

        var answer = send(request("/").header("Accept", "application/json"));
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).contains("\"documentation\":\"/api/auth/openapi\"");
        assertThat(answer.body()).as("addresses stay inside").doesNotContain("localhost");
    }

    @Test
    void seesAServiceGoAndComeBack() throws Exception {
        media.stop();
        try {
            await().atMost(Duration.ofSeconds(15)).until(() -> states().contains("media down"));
        } finally {
            media.restart();
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> states().contains("media up"));
    }

    @Test
    void doesNotWaitForTheSlowestForLong() throws Exception {
        var never = new CompletableFuture<Void>();
        for (var service : List.of(auth, payment, game, media)) {
            service.on(READINESS, exchange -> never.join());
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> states().contains("auth down"));
        var started = Instant.now();
        states();
        assertThat(Duration.between(started, Instant.now()))
                .as("all at once")
                .isLessThan(Duration.ofMillis(1900));
        never.complete(null);
    }

    @Test
    void asksOncePerMoment() throws Exception {
        await().atMost(Duration.ofSeconds(15)).until(() -> states().contains("auth up"));
        auth.forget();
        var started = Instant.now();
        for (int i = 0; i < 20; i++) {
            states();
        }
        var moments = Duration.between(started, Instant.now()).toMillis() / 200 + 2;
        assertThat(auth.seen()).hasSizeLessThanOrEqualTo((int) Math.min(moments, 19));
    }

    @Test
    void showsPeopleWhatRuns() throws Exception {
        var answer =
                send(request("/").header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/html");
        assertThat(answer.body())
                .contains("auth", "payment", "game", "media", "services are up")
                .contains("href=\"/docs\"")
                .contains("href=\"/api/media/openapi\"")
                .doesNotContain("{{")
                .doesNotContain("<script");
        assertLoadsOnlyFromHere(answer.body());
    }

    @Test
    void documentsAllServicesInOnePlace() throws Exception {
        var page = send(request("/docs"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertLoadsOnlyFromHere(page.body());

        var setup = send(request("/docs/setup.js"));
        assertThat(setup.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/javascript");
        for (var service : List.of("auth", "payment", "game", "media")) {
            assertThat(setup.body())
                    .contains(
                            "{\"name\":\"%1$s\",\"url\":\"/api/%1$s/openapi\"}".formatted(service));
            assertThat(send(request("/api/" + service + "/openapi")).statusCode())
                    .as("without a token")
                    .isEqualTo(200);
        }
        assertThat(setup.body()).doesNotContain("{{").contains("validatorUrl: null");
    }

    @Test
    void runsNoInlineScriptAndAllowsNone() throws Exception {
        var page = send(request("/docs"));

        assertThat(Pattern.compile("<script(?![^>]*\\bsrc=)").matcher(page.body()).find())
                .isFalse();
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self';")
                .contains("connect-src 'self';");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/assets/../../application.yml",
                "/docs/assets/nothing.js",
                "/docs/assets/",
                "/webjars/swagger-ui/swagger-ui.css",
                "/overview/overview.html",
                "/application.yml"
            })
    void servesNoOtherFile(String path) throws Exception {
        assertProblem(get(path), 404, "not-found");
    }

    @Test
    void saysThatItIsWell() throws Exception {
        var answer = send(request("/health"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void saysThatItTakesNoMoreRequests() throws Exception {
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        try {
            var answer = send(request("/health"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("{\"status\":\"DOWN\"}");
        } finally {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, /", "DELETE, /health", "PUT, /docs"})
    void takesNoOtherMethod(String method, String path) throws Exception {
        var request = asAnna(path).method(method, HttpRequest.BodyPublishers.noBody());

        var answer = send(request);
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.headers().firstValue("Allow").orElseThrow()).contains("GET");
    }

    private List<String> states() throws Exception {
        var body = send(request("/").header("Accept", "application/json")).body();
        return StreamSupport.stream(json(body).path("services").spliterator(), false)
                .map(OverviewTests::state)
                .toList();
    }

    private static String state(JsonNode service) {
        return service.path("name").asString() + " " + service.path("state").asString();
    }

    /** Every link and asset of a page is one of this server, and there. */
    private void assertLoadsOnlyFromHere(String page) throws Exception {
        var links = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page);
        while (links.find()) {
            var link = links.group(1);
            if (!link.equals("data:,")) {
                assertThat(link).startsWith("/").doesNotStartWith("//");
                assertThat(send(request(link)).statusCode()).as(link).isEqualTo(200);
            }
        }
    }
}
