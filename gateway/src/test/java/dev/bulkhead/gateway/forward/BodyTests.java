package dev.bulkhead.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bulkhead.gateway.RawHttp;
import dev.bulkhead.gateway.RunningGateway;
import dev.bulkhead.gateway.StubService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BodyTests extends RunningGateway {

    static final int MIB = 1024 * 1024;

    @Test
    void refusesABodyThatSaysItIsTooLarge() throws Exception {
        var answer = post("/api/game/lobbies", "x".repeat(MIB + 1));

        assertProblem(answer, 413, "body-too-large");
        assertThat(game.seen()).isEmpty();
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        assertThat(post("/api/game/lobbies", "x".repeat(MIB)).statusCode()).isEqualTo(200);
        assertThat(game.last().body()).hasSize(MIB);
    }

    @Test
    void refusesABodyThatTurnsOutTooLarge() throws Exception {
        var complete = new CompletableFuture<Boolean>();
        game.on(
                "/api/game/lobbies",
                exchange -> {
                    try {
                        exchange.getRequestBody().readAllBytes();
                        complete.complete(true);
                    } catch (IOException e) {
                        complete.complete(false);
                    }
                    exchange.close();
                });

        // of unknown length, and so in chunks
        var answer =
                send(
                        asAnna("/api/game/lobbies")
                                .POST(
                                        BodyPublishers.ofInputStream(() ->
                                                new ByteArrayInputStream(new byte[MIB + 1]))));

        assertProblem(answer, 413, "body-too-large");
        assertThat(complete.get(5, TimeUnit.SECONDS)).as("the service took it").isFalse();
    }

    @Test
    void passesChunksOn() throws Exception {
        var body = "ab".repeat(50_000);
        send(
                asAnna("/api/game/lobbies")
                        .POST(
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(body.getBytes()))));

        assertThat(game.last().text()).isEqualTo(body);
    }

    @Test
    void letsARouteHaveItsOwnLimit() throws Exception {
        var bytes = new byte[24 * MIB];
        new Random(1).nextBytes(bytes);
        var arrived = new CompletableFuture<String>();
        media.on(
                "/api/media/videos",
                exchange -> {
                    var digest = sha256();
                    var buffer = new byte[8192];
                    for (int n; (n = exchange.getRequestBody().read(buffer)) >= 0; ) {
                        digest.update(buffer, 0, n);
                    }
                    arrived.complete(HexFormat.of().formatHex(digest.digest()));
                    StubService.answer(exchange, 201, "stored");
                });

        var answer = send(asAnna("/api/media/videos").POST(BodyPublishers.ofByteArray(bytes)));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(arrived.get(5, TimeUnit.SECONDS))
                .isEqualTo(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    @Test
    void doesNotWaitForTheWholeUpload() throws Exception {
        var firstPart = new CountDownLatch(1);
        media.on(
                "/api/media/videos",
                exchange -> {
                    exchange.getRequestBody().readNBytes(100_000);
                    firstPart.countDown();
                    exchange.getRequestBody().readAllBytes();
                    StubService.answer(exchange, 201, "stored");
                });
        try (var raw = new RawHttp(port)) {
            raw.send(
                    "POST /api/media/videos HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token("anna"),
                    "Content-Length: 200000");
            raw.bytes(new byte[150_000]);

            assertThat(firstPart.await(5, TimeUnit.SECONDS)).isTrue();

            raw.bytes(new byte[50_000]);
            assertThat(raw.answer().status()).isEqualTo(201);
        }
    }

    @Test
    void doesNotWaitForTheWholeDownload() throws Exception {
        var firstPartArrived = new CountDownLatch(1);
        media.on(
                "/api/media/videos/1/stream",
                exchange -> {
                    exchange.sendResponseHeaders(200, 200_000);
                    exchange.getResponseBody().write(new byte[100_000]);
                    exchange.getResponseBody().flush();
                    awaitOn(firstPartArrived);
                    exchange.getResponseBody().write(new byte[100_000]);
                    exchange.close();
                });

        var answer =
                http.send(
                        asAnna("/api/media/videos/1/stream").build(),
                        java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        try (var in = answer.body()) {
            assertThat(in.readNBytes(80_000)).hasSize(80_000);
            firstPartArrived.countDown();
            assertThat(in.readAllBytes()).hasSize(120_000);
        }
    }

    @Test
    void endsTheDownloadWhenTheClientHasGone() throws Exception {
        var sent = new AtomicLong();
        var ended = new CompletableFuture<Boolean>();
        media.on(
                "/api/media/videos/1/stream",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1L << 40);
                    try (var out = exchange.getResponseBody()) {
                        for (var chunk = new byte[64 * 1024]; ; sent.addAndGet(chunk.length)) {
                            out.write(chunk);
                        }
                    } catch (IOException e) {
                        ended.complete(true);
                    }
                });
        try (var raw = new RawHttp(port)) {
            var head =
                    raw.send(
                                    "GET /api/media/videos/1/stream HTTP/1.1",
                                    "Host: localhost",
                                    "Authorization: Bearer " + token("anna"))
                            .head();
            assertThat(head.all("Content-Length")).containsExactly(Long.toString(1L << 40));
        }
        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).hasValueLessThan(256L * MIB);
    }

    @Test
    void endsTheUploadWhenTheClientHasGone() throws Exception {
        var ended = new CompletableFuture<Boolean>();
        var started = new CountDownLatch(1);
        media.on(
                "/api/media/videos",
                exchange -> {
                    try {
                        exchange.getRequestBody().readNBytes(1000);
                        started.countDown();
                        exchange.getRequestBody().readAllBytes();
                        ended.complete(false);
                    } catch (IOException e) {
                        ended.complete(true);
                    }
                });
        try (var raw = new RawHttp(port)) {
            raw.send(
                    "POST /api/media/videos HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token("anna"),
                    "Content-Length: 2000000");
            raw.bytes(new byte[100_000]);
            assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(ended.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void neverMakesTheServiceTakeAHalfForTheWhole() throws Exception {
        var complete = new CompletableFuture<Boolean>();
        var started = new CountDownLatch(1);
        media.on(
                "/api/media/videos",
                exchange -> {
                    try {
                        exchange.getRequestBody().readNBytes(10);
                        started.countDown();
                        exchange.getRequestBody().readAllBytes();
                        complete.complete(true);
                    } catch (IOException e) {
                        complete.complete(false);
                    }
                });
        try (var raw = new RawHttp(port)) {
            raw.send(
                    "POST /api/media/videos HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token("anna"),
                    "Transfer-Encoding: chunked");
            raw.text("9c40\r\n").bytes(new byte[40_000]).text("\r\n");
            assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(complete.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void refusesBeforeItAsksForTheBody() throws Exception {
        try (var raw = new RawHttp(port)) {
            var answer =
                    raw.send(
                                    "POST /api/media/videos HTTP/1.1",
                                    "Host: localhost",
                                    "Expect: 100-continue",
                                    "Content-Length: 2000000")
                            .answer();
            assertProblem(answer, 401, "authentication-required");
        }
        try (var raw = new RawHttp(port)) {
            var answer =
                    raw.send(
                                    "POST /api/media/videos HTTP/1.1",
                                    "Host: localhost",
                                    "Authorization: Bearer " + token("anna"),
                                    "Expect: 100-continue",
                                    "Content-Length: 3000000000")
                            .answer();
            assertProblem(answer, 413, "body-too-large");
        }
        assertThat(media.seen()).isEmpty();
    }

    @Test
    void asksForTheBodyWhenItWantsIt() throws Exception {
        try (var raw = new RawHttp(port)) {
            raw.send(
                    "POST /api/media/videos HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token("anna"),
                    "Expect: 100-continue",
                    "Content-Length: 5");
            assertThat(raw.line()).isEqualTo("HTTP/1.1 100 ");
            assertThat(raw.line()).isEmpty();
            assertThat(raw.text("video").answer().status()).isEqualTo(200);
        }
        assertThat(media.last().text()).isEqualTo("video");
        assertThat(media.last().header("Expect")).isNull();
    }

    @Test
    void passesARefusalOnThatComesBeforeTheBodyIsThrough() throws Exception {
        media.on(
                "/api/media/videos",
                exchange -> {
                    exchange.sendResponseHeaders(409, 5);
                    exchange.getResponseBody().write("known".getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    // As Tomcat does: read on for a while, or the reset would overtake the answer.
                    exchange.getRequestBody().readAllBytes();
                    exchange.close();
                });
        try (var raw = new RawHttp(port)) {
            raw.send(
                    "POST /api/media/videos HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token("anna"),
                    "Content-Length: 200000");
            raw.bytes(new byte[50_000]);
            // The service has answered by now, or will at once: sending on must not hide it.
            for (int i = 0; i < 3; i++) {
                raw.bytes(new byte[50_000]);
            }
            assertThat(raw.answer().status()).isEqualTo(409);
        }
    }

    @Test
    void cutsTheConnectionWhenAnAnswerBreaksOff() throws Exception {
        media.on(
                "/api/media/videos/1/stream",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0); // in chunks
                    exchange.getResponseBody().write(new byte[100_000]);
                    exchange.getResponseBody().flush();
                    throw new IOException("crash");
                });

        assertThatThrownBy(() -> get("/api/media/videos/1/stream"))
                .as("half an answer must not look whole")
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysSoWhenAnAnswerBreaksOffAtOnce() throws Exception {
        game.on(
                "/api/game/lobbies",
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(new byte[10]);
                    exchange.getResponseBody().flush();
                    throw new IOException("crash");
                });

        assertProblem(get("/api/game/lobbies"), 502, "service-failed");
    }

    @Test
    void refusesHeadersBeyondMeasure() throws Exception {
        for (var request :
                new String[] {
                    "GET /api/payment/products HTTP/1.1\r\nHost: localhost\r\nX: "
                            + "x".repeat(20_000),
                    "GET /api/payment/products?" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: l"
                }) {
            try (var raw = new RawHttp(port)) {
                assertThat(raw.send(request).head().status()).isIn(400, 414, 431);
            }
        }
        assertThat(payment.seen()).isEmpty();
    }

    @Test
    void refusesAmbiguousLengths() throws Exception {
        for (var lengths :
                new String[] {
                    "Content-Length: 5\r\nContent-Length: 6",
                    "Transfer-Encoding: xchunked",
                    "Content-Length: -1",
                    "Transfer-Encoding: chunked, identity"
                }) {
            try (var raw = new RawHttp(port)) {
                var answer =
                        raw.text(
                                        "POST /api/payment/webhooks/stripe HTTP/1.1\r\nHost:"
                                                + " localhost\r\n"
                                                + lengths
                                                + "\r\n\r\n0\r\n\r\n")
                                .head();
                assertThat(answer.status()).as(lengths).isIn(400, 501);
            }
        }
        await().during(200, TimeUnit.MILLISECONDS).until(() -> payment.seen().isEmpty());
    }

    @Test
    void doesNotLetASecondRequestHideInTheFirst() throws Exception {
        try (var raw = new RawHttp(port)) {
            raw.text(
                    "POST /api/payment/webhooks/stripe HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "0\r\n\r\nGET /api/payment/internal/x HTTP/1.1\r\nHost: l\r\n\r\n");
            raw.answer();
        }
        assertThat(payment.seen()).allMatch(seen -> !seen.uri().contains("internal"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitOn(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new IOException("Nobody read the first part");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
