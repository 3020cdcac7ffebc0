package dev.bulkhead.benchmark.throughput;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Those in whose name requests are sent: each has an account, a token and an order. */
final class People {

    private static final int HOW_MANY = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String gateway;
    private final List<String> ids = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();
    private List<String> tokens = List.of();
    private String sku = "";
    private String video = "";

    private People(String gateway) {
        this.gateway = gateway;
    }

    static People settle(String gateway, Path root) throws IOException, InterruptedException {
        var people = new People(gateway);
        for (int i = 0; i < HOW_MANY; i++) {
            people.ids.add(
                    people.post("/api/auth/register", "", people.account(i))
                            .path("id")
                            .stringValue());
        }
        people.logIn();
        people.sku =
                people.json("GET", "/api/payment/products?limit=1", "", "", BodyPublishers.noBody())
                        .path("items")
                        .get(0)
                        .path("sku")
                        .stringValue();
        for (var token : people.tokens) {
            people.orders.add(
                    people.post("/api/payment/orders", token, people.order())
                            .path("id")
                            .stringValue());
        }
        people.video = people.upload(root);
        return people;
    }

    /** The id of a video, which may be there from another run on the same platform. */
    private String upload(Path root) throws IOException, InterruptedException {
        var sample = "media-service/src/test/resources/samples/three-seconds.mp4";
        var answer =
                send(
                        "POST",
                        "/api/media/videos?name=load.mp4",
                        tokens.getFirst(),
                        "video/mp4",
                        BodyPublishers.ofFile(root.resolve(sample)));
        var there = answer.statusCode() == 409;
        return JSON.readTree(there ? answer.body() : body("upload", answer))
                .path(there ? "video" : "id")
                .stringValue();
    }

    /**
     * Tokens live for ten minutes, so each round begins with new ones. Whoever has just logged in
     * several times at once has to wait a moment.
     */
    void logIn() throws IOException, InterruptedException {
        var fresh = new ArrayList<String>();
        for (int i = 0; i < HOW_MANY; i++) {
            var body = BodyPublishers.ofString(login(i));
            var answer = send("POST", "/api/auth/login", "", "application/json", body);
            for (int wait = 1; answer.statusCode() == 429 && wait <= 10; wait++) {
                Thread.sleep(Duration.ofSeconds(wait));
                answer = send("POST", "/api/auth/login", "", "application/json", body);
            }
            fresh.add(
                    JSON.readTree(body("POST /api/auth/login", answer))
                            .path("access_token")
                            .stringValue());
        }
        tokens = fresh;
    }

    /** A token of the first administrator's. */
    String admin(String password) throws IOException, InterruptedException {
        return post(
                        "/api/auth/login",
                        "",
                        "{\"login\": \"admin@bulkhead.localhost\", \"password\": \"%s\"}"
                                .formatted(password))
                .path("access_token")
                .stringValue();
    }

    int count() {
        return HOW_MANY;
    }

    /** The subject of somebody's tokens. */
    String id(int person) {
        return ids.get(person);
    }

    String token(int person) {
        return tokens.get(person);
    }

    String orderOf(int person) {
        return orders.get(person);
    }

    String video() {
        return video;
    }

    String sku() {
        return sku;
    }

    /** The body of an order of one product, twice. */
    String order() {
        return "{\"items\": [{\"sku\": \"%s\", \"quantity\": 2}]}".formatted(sku);
    }

    /** The body that logs somebody in. */
    String login(int person) {
        return "{\"login\": \"%s\", \"password\": \"%s\"}"
                .formatted(name(person), password(person));
    }

    private String account(int person) {
        return "{\"username\": \"%1$s\", \"email\": \"%1$s@example.com\", \"name\": \"%1$s\", \"password\": \"%2$s\"}"
                .formatted(name(person), password(person));
    }

    private String name(int person) {
        return "t" + run + person;
    }

    private String password(int person) {
        return "a long enough secret of " + name(person);
    }

    private JsonNode post(String path, String token, String body)
            throws IOException, InterruptedException {
        return json("POST", path, token, "application/json", BodyPublishers.ofString(body));
    }

    private JsonNode json(String method, String path, String token, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        return JSON.readTree(body(method + " " + path, send(method, path, token, type, body)));
    }

    private static String body(String request, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "%s was answered with %d %s"
                            .formatted(request, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }

    private HttpResponse<String> send(
            String method, String path, String token, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(gateway + path))
                        .timeout(Duration.ofMinutes(1))
                        .method(method, body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
