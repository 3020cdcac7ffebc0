package dev.bulkhead.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.gateway.RawHttp;
import dev.bulkhead.gateway.RunningGateway;
import dev.bulkhead.gateway.StubService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "bulkhead.gateway.upstream.response-timeout=1s")
@DirtiesContext
class TimeLimitTests extends RunningGateway {

    @Test
    void saysWhichServiceDidNotAnswerInTime() throws Exception {
        var never = new CompletableFuture<Void>();
        game.on("/api/game/slow", exchange -> never.join());
        var started = Instant.now();

        var answer = get("/api/game/slow");

        assertProblem(answer, 504, "service-timeout");
        assertThat(json(answer.body()).path("service").asString()).isEqualTo("game");
        assertThat(Duration.between(started, Instant.now()))
                .isBetween(Duration.ofMillis(990), Duration.ofSeconds(6));
        never.complete(null);
    }

    @Test
    void takesTheLimitOfTheRoute() throws Exception {
        media.on(
                "/api/media/videos",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    pause(Duration.ofMillis(1500));
                    StubService.answer(exchange, 201, "stored");
                });

        assertThat(post("/api/media/videos", "x").statusCode()).isEqualTo(201);
    }

    /** Time runs from the end of the request: a slow client is not the service's fault. */
    @Test
    void doesNotCountTheTimeAClientTakes() throws Exception {
        try (var raw = new RawHttp(port)) {
            raw.send(
                    "POST /api/game/lobbies HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token("anna"),
                    "Content-Length: 3");
            for (var part : "abc".split("")) {
                pause(Duration.ofMillis(500));
                raw.text(part);
            }
            assertThat(raw.answer().status()).isEqualTo(200);
        }
        assertThat(game.last().text()).isEqualTo("abc");
    }

    @Test
    void saysThatAnAnswerBrokeOff() throws Exception {
        payment.on(
                "/api/payment/orders",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    throw new IOException("crash");
                });
        var answer = post("/api/payment/orders", "{}");

        assertProblem(answer, 502, "service-failed");
        assertThat(json(answer.body()).path("service").asString()).isEqualTo("payment");
    }

    @Test
    void askedAgainOnlyForReads() throws Exception {
        payment.on(
                "/api/payment/orders",
                exchange -> {
                    payment.keep(exchange, exchange.getRequestBody().readAllBytes());
                    throw new IOException("crash");
                });

        assertProblem(post("/api/payment/orders", "{}"), 502, "service-failed");
        assertThat(payment.seen()).as("a payment is never sent twice").hasSize(1);
    }

    /** Real time has to pass for the gateway; nothing else tells when it would have given up. */
    private static void pause(Duration time) {
        try {
            new CompletableFuture<Void>().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // what we waited for
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
