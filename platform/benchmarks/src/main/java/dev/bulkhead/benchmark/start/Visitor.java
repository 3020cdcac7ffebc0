package dev.bulkhead.benchmark.start;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who has an account and asks every service for a list, through the gateway. */
final class Visitor {

    static final Map<String, String> LISTS =
            Map.of(
                    "auth", "/api/auth/me",
                    "payment", "/api/payment/products?limit=10",
                    "game", "/api/game/lobbies",
                    "media", "/api/media/videos");

    private static final String NAME = "benchmark";
    private static final String PASSWORD = "a long enough secret";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String gateway;
    private String token = "";

    Visitor(int gateway) {
        this.gateway = "http://127.0.0.1:" + gateway;
    }

    void register() throws IOException, InterruptedException {
        send(
                "POST",
                "/api/auth/register",
                "{\"username\": \"%1$s\", \"email\": \"%1$s@example.org\", \"name\": \"%1$s\", \"password\": \"%2$s\"}"
                        .formatted(NAME, PASSWORD));
    }

    void logIn() throws IOException, InterruptedException {
        var answer =
                send(
                        "POST",
                        "/api/auth/login",
                        "{\"login\": \"%s\", \"password\": \"%s\"}".formatted(NAME, PASSWORD));
        token = JsonMapper.shared().readTree(answer).path("access_token").stringValue();
    }

    /** Returns the milliseconds that it took. */
    double read(String service) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        send("GET", LISTS.get(service), "");
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Reads all lists over and over, from several connections at once. */
    long readAllFor(Duration time, int connections) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        var requests = new AtomicLong();
        var threads =
                java.util.stream.IntStream.range(0, connections)
                        .mapToObj(_ -> Thread.ofVirtual().start(() -> readUntil(end, requests)))
                        .toList();
        for (var thread : threads) {
            thread.join();
        }
        return requests.get();
    }

    private void readUntil(long end, AtomicLong requests) {
        try {
            while (System.nanoTime() < end) {
                for (var service : Instance.SERVICES) {
                    read(service);
                    requests.incrementAndGet();
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String send(String method, String path, String json)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(gateway + path))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(
                    method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
