package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with a client and, once logged in, a token. */
final class Person {

    static final JsonMapper JSON = JsonMapper.shared();

    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger COUNT = new AtomicInteger();

    final Site site;
    final String username;
    final String password;
    @Nullable String id;
    @Nullable String accessToken;
    @Nullable String refreshToken;

    private Person(Site site, String username) {
        this.site = site;
        this.username = username;
        this.password = "a long enough secret of " + username;
    }

    static Person stranger(Site site) {
        return new Person(site, "nobody");
    }

    static Person registered(Site site, String name) {
        var person = new Person(site, name + COUNT.incrementAndGet());
        var registered =
                person.post(
                        "/api/auth/register",
                        """
                        {"username": "%1$s", "email": "%1$s@example.com", "name": "%1$s", "password": "%2$s"}
                        """
                                .formatted(person.username, person.password));
        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        person.id = registered.json().path("id").stringValue();
        person.logIn();
        return person;
    }

    void logIn() {
        var answer =
                post(
                        "/api/auth/login",
                        "{\"login\": \"%s\", \"password\": \"%s\"}".formatted(username, password));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        take(answer);
    }

    Answer refresh(@Nullable String token) {
        return post("/api/auth/refresh", "{\"refresh_token\": \"%s\"}".formatted(token));
    }

    void take(Answer tokens) {
        accessToken = tokens.json().path("access_token").stringValue();
        refreshToken = tokens.json().path("refresh_token").stringValue();
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody(), _ -> {});
    }

    Answer post(String path, String json) {
        return send(
                "POST",
                path,
                BodyPublishers.ofString(json),
                it -> it.header("Content-Type", "application/json"));
    }

    /** A POST that moves money. */
    Answer post(String path, String json, String idempotencyKey) {
        return send(
                "POST",
                path,
                BodyPublishers.ofString(json),
                it ->
                        it.header("Content-Type", "application/json")
                                .header("Idempotency-Key", idempotencyKey));
    }

    Answer put(String path, String json) {
        return send(
                "PUT",
                path,
                BodyPublishers.ofString(json),
                it -> it.header("Content-Type", "application/json"));
    }

    Answer send(
            String method, String path, BodyPublisher body, Consumer<HttpRequest.Builder> more) {
        var request = request(path).timeout(PATIENCE).method(method, body);
        more.accept(request);
        try {
            return new Answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Listens to server-sent events until the server ends the stream. */
    EventStream listen(String path) {
        return new EventStream(
                CLIENT.sendAsync(
                        request(path).header("Accept", "text/event-stream").build(),
                        BodyHandlers.ofLines()));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(site.gateway(path));
        if (accessToken != null) {
            request.header("Authorization", "Bearer " + accessToken);
        }
        return request;
    }

    record Answer(HttpResponse<byte[]> response) {

        int status() {
            return response.statusCode();
        }

        byte[] bytes() {
            return response.body();
        }

        String text() {
            return status() + " " + new String(bytes(), java.nio.charset.StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(bytes());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Answer expect(int status) {
            assertThat(status()).as(text()).isEqualTo(status);
            return this;
        }

        void isProblem(int status, String type) {
            assertThat(status()).as(text()).isEqualTo(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            assertThat(json().path("type").stringValue()).isEqualTo("/problems/" + type);
        }
    }
}
