package dev.bulkhead.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulkhead.gateway.RunningGateway;
import dev.bulkhead.gateway.StubService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTests extends RunningGateway {

    @ParameterizedTest
    @ValueSource(strings = {"auth", "payment", "game", "media"})
    void carriesEachPathToItsService(String service) throws Exception {
        var answer = get("/api/" + service + "/things/1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(service);
        assertThat(
                        List.of(auth, payment, game, media).stream()
                                .mapToInt(s -> s.seen().size())
                                .sum())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/api", "/api/", "/api/unknown/x", "/API/auth/x", "/error"})
    void knowsNoOtherPath(String path) throws Exception {
        assertProblem(send(request(path)), 404, "not-found");
        assertProblem(get(path), 404, "not-found");
    }

    @Test
    void listensOnThisMachineOnlyUnlessToldOtherwise() throws Exception {
        var outside =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> !address.isLoopbackAddress())
                        .toList();
        for (var address : outside) {
            assertThatThrownBy(() -> new Socket(address, port).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void leavesTheQueryAsItIs() throws Exception {
        var path = "/api/game/lobbies?a=1&b=%2F+%20x&a=2&flag&empty=&u=%C3%A4";
        get(path);

        assertThat(game.last().uri()).isEqualTo(path);
    }

    @Test
    void leavesAnEncodedPathAsItIs() throws Exception {
        get("/api/media/videos/caf%C3%A9%20noir+1");

        assertThat(media.last().uri()).isEqualTo("/api/media/videos/caf%C3%A9%20noir+1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void leavesTheBodyOfAFormAsItIs(String method) throws Exception {
        var form = "grant_type=client_credentials&b=%20x+y&b=2&a=ä";
        send(
                asAnna("/api/auth/things?b=9")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .method(method, BodyPublishers.ofString(form)));

        assertThat(auth.last().method()).isEqualTo(method);
        assertThat(auth.last().text()).isEqualTo(form);
        assertThat(auth.last().uri()).isEqualTo("/api/auth/things?b=9");
        assertThat(auth.last().header("Content-Type"))
                .isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void passesTheTokenOn() throws Exception {
        get("/api/game/lobbies");

        assertThat(game.last().header("Authorization")).startsWith("Bearer ey");
    }

    @Test
    void sendsNoBodyWhereThereIsNone() throws Exception {
        send(asAnna("/api/game/lobbies/1").DELETE());

        assertThat(game.last().header("Transfer-Encoding")).isNull();
        assertThat(game.last().header("Content-Length")).isNull();
    }

    @Test
    void answersHeadWithTheHeadersOnly() throws Exception {
        media.on(
                "/api/media/videos/1/stream",
                exchange -> {
                    media.keep(exchange, new byte[0]);
                    exchange.getResponseHeaders().set("Content-Length", "123456789012");
                    exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });

        var answer =
                http.send(
                        asAnna("/api/media/videos/1/stream").HEAD().build(),
                        BodyHandlers.ofString());

        assertThat(media.last().method()).isEqualTo("HEAD");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains("123456789012");
        assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
    }

    @Test
    void passesRangesOn() throws Exception {
        media.on(
                "/api/media/videos/1/stream",
                exchange -> {
                    media.keep(exchange, new byte[0]);
                    exchange.getResponseHeaders().set("Content-Range", "bytes 2-5/10");
                    exchange.getResponseHeaders().set("ETag", "\"abc\"");
                    StubService.answer(exchange, 206, "2345");
                });

        var answer =
                send(
                        asAnna("/api/media/videos/1/stream")
                                .header("Range", "bytes=2-5")
                                .header("If-Range", "\"abc\""));

        assertThat(media.last().header("Range")).isEqualTo("bytes=2-5");
        assertThat(media.last().header("If-Range")).isEqualTo("\"abc\"");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes 2-5/10");
        assertThat(answer.body()).isEqualTo("2345");
    }

    @Test
    void leavesItToTheServiceWhetherSomethingChanged() throws Exception {
        media.on(
                "/api/media/videos/1",
                exchange -> {
                    media.keep(exchange, new byte[0]);
                    exchange.getResponseHeaders().set("ETag", "\"1\"");
                    StubService.answer(exchange, 304, "");
                });

        var answer = send(asAnna("/api/media/videos/1").header("If-None-Match", "\"1\""));

        assertThat(media.last().header("If-None-Match")).isEqualTo("\"1\"");
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
    }

    @Test
    void passesRefusalsOfTheServiceOn() throws Exception {
        payment.on(
                "/api/payment/orders",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
                    StubService.answer(exchange, 422, "{\"type\":\"/problems/validation-failed\"}");
                });

        var answer = get("/api/payment/orders");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().allValues("Content-Type"))
                .containsExactly("application/problem+json");
        assertThat(answer.body()).isEqualTo("{\"type\":\"/problems/validation-failed\"}");
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        auth.on(
                "/api/auth/oauth",
                exchange -> {
                    exchange.getResponseHeaders().set("Location", "https://idp.example.org/?x=1");
                    StubService.answer(exchange, 302, "");
                });

        var answer = get("/api/auth/oauth");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .contains("https://idp.example.org/?x=1");
    }

    @Test
    void doesNotUnpackWhatIsCompressed() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("text".getBytes(StandardCharsets.UTF_8));
        }
        game.on(
                "/api/game/packed",
                exchange -> {
                    game.keep(exchange, new byte[0]);
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    exchange.sendResponseHeaders(200, packed.size());
                    exchange.getResponseBody().write(packed.toByteArray());
                    exchange.close();
                });

        var answer =
                http.send(
                        asAnna("/api/game/packed").header("Accept-Encoding", "gzip").build(),
                        BodyHandlers.ofByteArray());

        assertThat(game.last().header("Accept-Encoding")).isEqualTo("gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.body()).isEqualTo(packed.toByteArray());
    }

    @Test
    void keepsCookiesApartAndForNobodyElse() throws Exception {
        auth.on(
                "/api/auth/cookies",
                exchange -> {
                    auth.keep(exchange, new byte[0]);
                    exchange.getResponseHeaders().add("Set-Cookie", "a=1; HttpOnly");
                    exchange.getResponseHeaders().add("Set-Cookie", "b=2");
                    StubService.answer(exchange, 204, "");
                });

        assertThat(get("/api/auth/cookies").headers().allValues("Set-Cookie"))
                .containsExactlyInAnyOrder("a=1; HttpOnly", "b=2");
        get("/api/auth/cookies");
        assertThat(auth.last().header("Cookie")).isNull();
    }
}
