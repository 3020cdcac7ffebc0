package dev.bulkhead.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.bulkhead.gateway.RawHttp;
import dev.bulkhead.gateway.RunningGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Event streams, behind time limits shorter than the pauses in them. */
@TestPropertySource(
        properties = {
            "bulkhead.gateway.upstream.response-timeout=1s",
            "bulkhead.gateway.upstream.body-idle=1s",
            "bulkhead.gateway.upstream.stream-idle=5s"
        })
class StreamTests extends RunningGateway {

    final SynchronousQueue<String> events = new SynchronousQueue<>();
    final Queue<Integer> connections = new ConcurrentLinkedQueue<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();

    @Test
    void passesEachEventOnBeforeTheNextExists() throws Exception {
        game.on("/api/game/games/1/events", this::stream);
        var answer =
                http.send(asAnna("/api/game/games/1/events").build(), BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).as("before any event").isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (var event : new String[] {"one", "two", "three"}) {
                emit("data: " + event);
                assertThat(lines.readLine()).isEqualTo("data: " + event);
                assertThat(lines.readLine()).isEmpty();
                // a pause longer than the limits of other answers
                assertThatThrownBy(() -> ended.get(1500, TimeUnit.MILLISECONDS))
                        .as("the stream is still open")
                        .isInstanceOf(TimeoutException.class);
            }
            emit("end");
            assertThat(lines.readLine()).isNull();
        }
    }

    /** Whoever came next would wait on its connection until the time limit. */
    @Test
    void usesNoConnectionTwiceOnWhichAStreamMayStillRun() throws Exception {
        game.on(
                "/api/game/games/1/events",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    // before the answer: whoever has it may look at once
                    connections.add(exchange.getRemoteAddress().getPort());
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });

        for (int i = 0; i < 5; i++) {
            var head = send(asAnna("/api/game/games/1/events").HEAD());
            assertThat(head.statusCode()).isEqualTo(200);
        }

        assertThat(connections).doesNotHaveDuplicates().hasSize(5);
    }

    @Test
    void endsTheStreamWhenTheClientHasGone() throws Exception {
        game.on("/api/game/games/1/events", this::stream);
        try (var raw = new RawHttp(port)) {
            raw.send(
                            "GET /api/game/games/1/events HTTP/1.1",
                            "Host: localhost",
                            "Authorization: Bearer " + token("anna"))
                    .head();
            emit("data: one");
            assertThat(raw.line()).isNotEmpty();
        }
        // Heartbeats go on until they find out.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    events.offer(": heartbeat", 100, TimeUnit.MILLISECONDS);
                    return ended.isDone();
                });
        assertThat(ended.get()).isEqualTo("cut");
    }

    @Test
    void endsAStreamThatHasFallenSilent() throws Exception {
        game.on("/api/game/games/1/events", this::stream);

        assertThatThrownBy(() -> get("/api/game/games/1/events"))
                .as("after stream-idle")
                .isInstanceOf(IOException.class);
        events.offer(": too late", 1, TimeUnit.SECONDS);
    }

    @Test
    void endsAnOrdinaryAnswerThatFallsSilentSooner() throws Exception {
        var never = new CompletableFuture<Void>();
        game.on(
                "/api/game/slow",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100_000);
                    exchange.getResponseBody().write(new byte[50_000]);
                    exchange.getResponseBody().flush();
                    never.join();
                });
        var started = System.nanoTime();
        assertThatThrownBy(() -> get("/api/game/slow")).isInstanceOf(IOException.class);
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.MILLISECONDS.toNanos(4500));
        never.complete(null);
    }

    private void emit(String line) throws InterruptedException {
        assertThat(events.offer(line, 5, TimeUnit.SECONDS)).as("the service is listening").isTrue();
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        out.flush(); // the headers
        try {
            for (String event; !"end".equals(event = events.poll(10, TimeUnit.SECONDS)); ) {
                out.write((event + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            ended.complete("whole");
        } catch (IOException e) {
            ended.complete("cut");
        } catch (InterruptedException e) {
            ended.complete("interrupted");
        } finally {
            exchange.close();
        }
    }
}
