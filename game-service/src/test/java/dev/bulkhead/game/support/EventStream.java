package dev.bulkhead.game.support;

import dev.bulkhead.testing.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Reads server-sent events from a real connection, as the HTML standard parses them. */
public class EventStream implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpResponse<InputStream> response;
    private final UUID game;
    private final Thread reader;

    /** One event; when it arrived is its place in the list. */
    public record Event(long id, String name, JsonNode data, String text) {}

    private EventStream(Table table, TestUser user, UUID game, String lastEventId)
            throws IOException, InterruptedException {
        this.game = game;
        var request =
                HttpRequest.newBuilder(table.uri("/api/game/games/" + game + "/events"))
                        .header("Authorization", user.bearer())
                        .header("Accept", "text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        response = http.send(request.build(), BodyHandlers.ofInputStream());
        reader = Thread.ofVirtual().start(this::read);
    }

    public static EventStream open(Table table, TestUser user, UUID game) {
        return open(table, user, game, null);
    }

    public static EventStream open(Table table, TestUser user, UUID game, String lastEventId) {
        try {
            return new EventStream(table, user, game, lastEventId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            long id = -1;
            var name = "message";
            var data = new StringBuilder();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        var text = data.toString();
                        events.add(new Event(id, name, Reply.JSON.readTree(text), text));
                    }
                    name = "message";
                    data.setLength(0);
                } else if (line.startsWith(":")) {
                    comments.add(line.substring(1).strip());
                } else if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6));
                }
            }
        } catch (IOException e) {
            // closed from here, or broken off there: the same to a client
        } finally {
            ended.countDown();
        }
    }

    public UUID game() {
        return game;
    }

    public HttpResponse<?> response() {
        return response;
    }

    public List<Event> events() {
        return events;
    }

    public List<String> names() {
        return events.stream().map(Event::name).toList();
    }

    public List<String> comments() {
        return comments;
    }

    public boolean ended() {
        return ended.getCount() == 0;
    }

    public Event await(Predicate<Event> wanted) {
        return Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> events.stream().filter(wanted).findFirst(), it -> it.isPresent())
                .orElseThrow();
    }

    /** Waits for the question of this number to open, or finds it open in the state at first. */
    public Event awaitQuestion(int number) {
        return await(it ->
                (it.name().equals("question-opened") || it.name().equals("state"))
                        && it.data().get("question").path("number").asInt(0) == number);
    }

    public Event await(String name) {
        return await(it -> it.name().equals(name));
    }

    public void awaitEnd() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(this::ended);
    }

    @Override
    public void close() {
        http.shutdownNow();
        reader.interrupt();
    }
}
