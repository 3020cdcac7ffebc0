package dev.bulkhead.benchmark.neighbour;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Eight people who read and write through the gateway, each waiting for an answer and then a moment
 * before the next request: as people do, and below the gateway's limit for one user. A ninth uses
 * the attacker's own service.
 *
 * <p>An own driver rather than a load tool, because each order needs a key of its own and each
 * person a token, and because the phases must alternate within one process.
 */
final class Load {

    private static final int PEOPLE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int PAUSE_MILLIS = 25;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    private final String gateway;
    private final List<String> tokens = new ArrayList<>();
    private String sku = "";
    private String video = "";

    /** What the others got, and what the attacker's own service gave. */
    record Samples(Sample others, Sample own) {}

    private record Wish(String method, String path, String body, int expected) {}

    private Load(int port) {
        gateway = "http://localhost:" + port;
    }

    static Load prepare(int port, Path root) throws IOException, InterruptedException {
        var load = new Load(port);
        var run = UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i <= PEOPLE; i++) {
            load.tokens.add(load.register("n" + run + i));
        }
        load.sku =
                load.json("GET", "/api/payment/products?limit=1", "", BodyPublishers.noBody())
                        .path("items")
                        .get(0)
                        .path("sku")
                        .stringValue();
        load.video =
                load.json(
                                "POST",
                                "/api/media/videos?name=load.mp4",
                                "video/mp4",
                                BodyPublishers.ofFile(
                                        root.resolve(
                                                "media-service/src/test/resources/samples/three-seconds.mp4")))
                        .path("id")
                        .stringValue();
        return load;
    }

    private String register(String name) throws IOException, InterruptedException {
        var password = "a long enough secret of " + name;
        json(
                "POST",
                "/api/auth/register",
                "application/json",
                BodyPublishers.ofString(
                        "{\"username\": \"%1$s\", \"email\": \"%1$s@example.com\", \"name\": \"%1$s\", \"password\": \"%2$s\"}"
                                .formatted(name, password)));
        return json(
                        "POST",
                        "/api/auth/login",
                        "application/json",
                        BodyPublishers.ofString(
                                "{\"login\": \"%s\", \"password\": \"%s\"}"
                                        .formatted(name, password)))
                .path("access_token")
                .stringValue();
    }

    private JsonNode json(String method, String path, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(gateway + path))
                        .timeout(Duration.ofMinutes(1))
                        .method(method, body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (!path.startsWith("/api/auth/")) {
            request.header("Authorization", "Bearer " + tokens.getFirst());
        }
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    "%s %s was answered with %d %s"
                            .formatted(method, path, answer.statusCode(), answer.body()));
        }
        return JSON.readTree(answer.body());
    }

    /** Everybody at once, for so long. */
    Samples run(Duration time) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        var running = new ArrayList<Future<Sample>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < PEOPLE; i++) {
                int person = i;
                running.add(threads.submit(() -> go(person, others(), end)));
            }
            var own = threads.submit(() -> go(PEOPLE, own(), end));
            var samples = new ArrayList<Sample>();
            for (var it : running) {
                samples.add(it.get());
            }
            return new Samples(Sample.of(samples), own.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private List<Wish> others() {
        return List.of(
                new Wish("GET", "/api/payment/products?limit=20", "", 200),
                new Wish(
                        "POST",
                        "/api/payment/orders",
                        "{\"items\": [{\"sku\": \"%s\", \"quantity\": 1}]}".formatted(sku),
                        201),
                new Wish("GET", "/api/media/videos?limit=20", "", 200),
                new Wish(
                        "PUT",
                        "/api/media/videos/%s/position".formatted(video),
                        "{\"positionSeconds\": 1.5, \"completed\": false}",
                        200),
                new Wish("GET", "/api/auth/me", "", 200),
                new Wish("GET", "/api/payment/orders?limit=5", "", 200));
    }

    private static List<Wish> own() {
        return List.of(new Wish("GET", "/api/game/lobbies", "", 200));
    }

    private Sample go(int person, List<Wish> wishes, long end) throws InterruptedException {
        var nanos = new ArrayList<Long>();
        int errors = 0;
        for (int turn = person; System.nanoTime() < end; turn++) {
            var begun = System.nanoTime();
            if (!granted(wishes.get(turn % wishes.size()), person)) {
                errors++;
            }
            nanos.add(System.nanoTime() - begun);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return new Sample(nanos.stream().mapToLong(Long::longValue).toArray(), errors);
    }

    private boolean granted(Wish wish, int person) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(gateway + wish.path()))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + tokens.get(person))
                        .header("Content-Type", "application/json")
                        .method(wish.method(), BodyPublishers.ofString(wish.body()));
        if (wish.method().equals("POST")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            return answer.statusCode() == wish.expected();
        } catch (IOException e) {
            return false;
        }
    }
}
