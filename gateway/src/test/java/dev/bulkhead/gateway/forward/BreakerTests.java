package dev.bulkhead.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.gateway.RawHttp;
import dev.bulkhead.gateway.RunningGateway;
import dev.bulkhead.gateway.StubService;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "bulkhead.gateway.breaker.minimum-calls=4",
            "bulkhead.gateway.breaker.open-for=3s",
            "bulkhead.gateway.breaker.trial-calls=2",
            "bulkhead.gateway.upstream.response-timeout=5s",
            "bulkhead.gateway.rate-limit.enabled=false"
        })
@DirtiesContext(classMode = DirtiesContext.ClassMode.BEFORE_EACH_TEST_METHOD)
class BreakerTests extends RunningGateway {

    @Test
    void saysAtOnceWhichServiceIsDown() throws Exception {
        game.stop();
        try {
            var started = Instant.now();
            var answer = get("/api/game/lobbies");

            assertProblem(answer, 503, "service-unavailable");
            assertThat(json(answer.body()).path("service").asString()).isEqualTo("game");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(4));
            assertThat(get("/api/payment/products").statusCode()).isEqualTo(200);
        } finally {
            game.restart();
        }
    }

    @Test
    void doesNotBlameTheServiceForWhatClientsGetWrong() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(options("Content-Length: 0").status()).isEqualTo(200);
            assertProblem(options("Content-Length: 2"), 400, "malformed-request");
            assertProblem(options("Transfer-Encoding: chunked"), 400, "malformed-request");
            assertProblem(options("X-Dice: \u00f0\u009f\u008e\u00b2"), 400, "malformed-request");
        }
        assertThat(get("/api/game/lobbies").statusCode()).isEqualTo(200);
    }

    private RawHttp.Answer options(String header) throws Exception {
        try (var raw = new RawHttp(port)) {
            return raw.send(
                            "OPTIONS /api/game/lobbies HTTP/1.1",
                            "Host: localhost",
                            "Connection: close",
                            "Authorization: Bearer " + token("anna"),
                            header)
                    .answer();
        }
    }

    @Test
    void opensLeavesTheServiceAloneTriesAgainAndCloses() throws Exception {
        game.on("/api/game/crash", BreakerTests::crash);
        for (int i = 0; i < 4; i++) {
            assertThat(post("/api/game/crash", "").statusCode()).isEqualTo(502);
        }

        // open: not even asked
        assertProblem(get("/api/game/lobbies"), 503, "service-unavailable");
        assertThat(game.seen()).isEmpty();
        assertThat(get("/api/media/videos").statusCode()).as("another service").isEqualTo(200);

        // half open: the trials fail, and it opens again
        await().atMost(Duration.ofSeconds(15))
                .until(() -> post("/api/game/crash", "").statusCode() == 502);
        assertThat(post("/api/game/crash", "").statusCode()).isEqualTo(502);
        assertProblem(get("/api/game/lobbies"), 503, "service-unavailable");

        // half open: the trials succeed, and it closes
        await().atMost(Duration.ofSeconds(15))
                .until(() -> get("/api/game/lobbies").statusCode() == 200);
        for (int i = 0; i < 10; i++) {
            assertThat(get("/api/game/lobbies").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void comesBackWithTheService() throws Exception {
        game.stop();
        for (int i = 0; i < 6; i++) {
            assertThat(get("/api/game/lobbies").statusCode()).isEqualTo(503);
        }
        game.restart();

        await().atMost(Duration.ofSeconds(15))
                .until(() -> get("/api/game/lobbies").statusCode() == 200);
    }

    @Test
    void opensForAServiceThatNeverAnswers() throws Exception {
        var never = new CompletableFuture<Void>();
        game.on("/api/game/slow", exchange -> never.join());
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                answers.add(clients.submit(() -> get("/api/game/slow").statusCode()));
            }
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(504);
            }
        }
        assertProblem(get("/api/game/lobbies"), 503, "service-unavailable");
        never.complete(null);
    }

    @Test
    void staysClosedForWhatIsTheClientsFault() throws Exception {
        game.answers("/api/game/refused", 409, "no");
        game.answers("/api/game/broken", 500, "oops");
        game.answers("/api/game/partial", 503, "persistence-unavailable");
        for (int i = 0; i < 10; i++) {
            assertThat(get("/api/game/refused").statusCode()).isEqualTo(409);
            assertThat(get("/api/game/broken").statusCode()).isEqualTo(500);
            assertThat(get("/api/game/partial").statusCode()).isEqualTo(503);
            assertThat(post("/api/game/x", "x".repeat(1024 * 1024 + 1)).statusCode())
                    .isEqualTo(413);
            assertThat(uploadHalf()).isEqualTo(400);
        }
        assertThat(get("/api/game/lobbies").statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatLeavesDoesNotBlockTheWayBack() throws Exception {
        game.on("/api/game/crash", BreakerTests::crash);
        for (int i = 0; i < 4; i++) {
            post("/api/game/crash", "");
        }
        assertThat(get("/api/game/lobbies").statusCode()).isEqualTo(503);

        // half open: more trials than there are permits, all of clients that leave in mid-body
        await().atMost(Duration.ofSeconds(15)).until(() -> uploadHalf() == 400);
        for (int i = 0; i < 5; i++) {
            assertThat(uploadHalf()).isEqualTo(400);
        }

        assertThat(get("/api/game/lobbies").statusCode()).isEqualTo(200);
    }

    /** A slow answer, asked for by 64 clients again and again, is no failure. */
    @Test
    void loadAloneDoesNotOpenIt() throws Exception {
        var under = new AtomicInteger();
        var peak = new AtomicInteger();
        game.on(
                "/api/game/busy",
                exchange -> {
                    peak.accumulateAndGet(under.incrementAndGet(), Math::max);
                    try {
                        new CompletableFuture<Void>()
                                .completeOnTimeout(
                                        null, 100, java.util.concurrent.TimeUnit.MILLISECONDS)
                                .join();
                        StubService.answer(exchange, 200, "ok");
                    } finally {
                        under.decrementAndGet();
                    }
                });
        var token = token("anna");
        var failures = new AtomicInteger();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < 64; client++) {
                clients.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                        var request =
                                request("/api/game/busy")
                                        .header("Authorization", "Bearer " + token);
                        var answer = http.send(request.build(), BodyHandlers.ofString());
                        if (answer.statusCode() != 200) {
                            failures.incrementAndGet();
                        }
                    }
                    return null;
                });
            }
        }
        assertThat(failures).hasValue(0);
        assertThat(peak.get()).as("clients at once").isGreaterThan(40);
    }

    private int uploadHalf() throws Exception {
        try (var raw = new RawHttp(port)) {
            raw.send(
                    "POST /api/game/x HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token("anna"),
                    "Content-Length: 10");
            return raw.text("half").endOutput().answer().status();
        }
    }

    private static void crash(com.sun.net.httpserver.HttpExchange exchange)
            throws java.io.IOException {
        exchange.getRequestBody().readAllBytes();
        throw new java.io.IOException("crash");
    }
}
