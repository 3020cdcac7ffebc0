package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Server-sent events in the order in which they came. */
final class EventStream {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> end;
    private volatile String name = "";

    record Event(String name, JsonNode data) {}

    EventStream(CompletableFuture<HttpResponse<Stream<String>>> response) {
        end = response.thenAcceptAsync(this::read);
    }

    private void read(HttpResponse<Stream<String>> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        try (var lines = response.body()) {
            lines.forEach(this::take);
        }
    }

    private void take(String line) {
        if (line.startsWith("event:")) {
            name = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            events.add(new Event(name, Person.JSON.readTree(line.substring("data:".length()))));
        }
    }

    /** The n-th event of this name, counted from one. */
    Event await(String wanted, int n) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> end.isCompletedExceptionally() || all(wanted).size() >= n);
        assertThat(all(wanted)).as("events so far: " + events).hasSizeGreaterThanOrEqualTo(n);
        return all(wanted).get(n - 1);
    }

    List<Event> all(String wanted) {
        return events.stream().filter(it -> it.name().equals(wanted)).toList();
    }

    List<Event> all() {
        return List.copyOf(events);
    }
}
