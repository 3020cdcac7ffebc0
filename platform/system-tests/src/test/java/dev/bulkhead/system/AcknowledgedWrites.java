package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * People who write to and read from every service through the gateway, one request after the other,
 * and keep a list of what they were told is stored.
 */
final class AcknowledgedWrites implements AutoCloseable {

    /**
     * Two lanes of one person, one of which sends two requests at a time, stay below the 50 requests
     * a second that the gateway lets one person send.
     */
    private static final Duration PACE = Duration.ofMillis(80);

    /** A video carries at most 50. */
    private static final int MOST_TAGS = 40;

    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    private interface Work {
        void run(Lane lane);
    }

    /** One service's share. */
    private static final class Lane {
        final Set<String> stored = ConcurrentHashMap.newKeySet();
        final AtomicInteger writes = new AtomicInteger();
        final AtomicInteger reads = new AtomicInteger();
        final AtomicLong longestWrite = new AtomicLong();
        final AtomicLong longestRead = new AtomicLong();
        final ConcurrentLinkedQueue<String> failedWrites = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> failedReads = new ConcurrentLinkedQueue<>();
    }

    private AcknowledgedWrites() {}

    /** Begins; {@link #stop} ends it. */
    static AcknowledgedWrites of(Platform platform) {
        var all = new AcknowledgedWrites();
        all.auth(Person.registered(platform, "writer"));
        all.payment(Person.registered(platform, "buyer"));
        all.game(Person.registered(platform, "host"));
        all.media(Person.registered(platform, "curator"));
        return all;
    }

    private void auth(Person person) {
        begin(
                "auth",
                lane -> {
                    person.take(person.refresh(person.refreshToken).expect(200));
                    lane.stored.add(String.valueOf(person.id));
                },
                _ -> person.get("/api/auth/me").expect(200));
    }

    private void payment(Person person) {
        var sku =
                person.get("/api/payment/products?limit=1")
                        .expect(200)
                        .json()
                        .path("items")
                        .get(0)
                        .path("sku")
                        .stringValue();
        var wish = "{\"items\": [{\"sku\": \"%s\", \"quantity\": 1}]}".formatted(sku);
        begin(
                "payment",
                lane ->
                        lane.stored.add(
                                person.post(
                                                "/api/payment/orders",
                                                wish,
                                                UUID.randomUUID().toString())
                                        .expect(201)
                                        .json()
                                        .path("id")
                                        .stringValue()),
                _ -> person.get("/api/payment/orders?limit=5").expect(200));
    }

    private void game(Person person) {
        begin(
                "game",
                lane ->
                        lane.stored.add(
                                person.post(
                                                "/api/game/lobbies",
                                                """
                                                {"name": "Quiz night", "maxPlayers": 2,
                                                 "settings": {"questions": 3, "secondsPerQuestion": 5}}
                                                """)
                                        .expect(201)
                                        .json()
                                        .path("id")
                                        .stringValue()),
                _ -> person.get("/api/game/lobbies").expect(200));
    }

    /** The sample with a free box of its own behind it, for the same content is stored once. */
    private static byte[] ownVideo(Person person) throws IOException {
        var sample = Files.readAllBytes(person.site.sample("three-seconds.mp4"));
        return ByteBuffer.allocate(sample.length + 16)
                .put(sample)
                .putInt(16)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .putLong(System.nanoTime())
                .array();
    }

    private void media(Person person) {
        try {
            var video =
                    person.send(
                                    "POST",
                                    "/api/media/videos?name=load.mp4",
                                    BodyPublishers.ofByteArray(ownVideo(person)),
                                    it -> it.header("Content-Type", "video/mp4"))
                            .json()
                            .path("id")
                            .stringValue();
            var path = "/api/media/videos/" + video;
            var tags = new ArrayDeque<String>();
            begin(
                    "media",
                    lane -> {
                        if (tags.size() >= MOST_TAGS) {
                            var oldest = tags.remove();
                            person.send(
                                            "DELETE",
                                            path + "/tags/" + oldest,
                                            BodyPublishers.noBody(),
                                            _ -> {})
                                    .expect(204);
                            lane.stored.remove(oldest);
                        }
                        var tag =
                                person.post(
                                                path + "/tags",
                                                "{\"name\": \"t%s\"}".formatted(System.nanoTime()))
                                        .expect(201)
                                        .json()
                                        .path("id")
                                        .stringValue();
                        tags.add(tag);
                        lane.stored.add(tag);
                    },
                    _ -> person.get(path).expect(200));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void begin(String service, Work write, Work read) {
        var lane = new Lane();
        lanes.put(service, lane);
        threads.add(
                repeat(
                        service + " writer",
                        lane,
                        write,
                        lane.writes,
                        lane.longestWrite,
                        lane.failedWrites));
        threads.add(
                repeat(
                        service + " reader",
                        lane,
                        read,
                        lane.reads,
                        lane.longestRead,
                        lane.failedReads));
    }

    private Thread repeat(
            String name,
            Lane lane,
            Work work,
            AtomicInteger count,
            AtomicLong longest,
            ConcurrentLinkedQueue<String> failures) {
        return Thread.ofPlatform()
                .name(name)
                .start(() -> {
                    while (!over) {
                        var begun = System.nanoTime();
                        try {
                            work.run(lane);
                            count.incrementAndGet();
                        } catch (AssertionError | RuntimeException e) {
                            failures.add(String.valueOf(e.getMessage()).strip());
                        }
                        longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                        LockSupport.parkNanos(PACE.toNanos());
                    }
                });
    }

    /** Writes that were acknowledged so far. */
    int writes(String service) {
        return lane(service).writes.get();
    }

    int reads(String service) {
        return lane(service).reads.get();
    }

    /** Answers to writes that were not what they should be. */
    List<String> failedWrites(String service) {
        return List.copyOf(lane(service).failedWrites);
    }

    List<String> failedReads(String service) {
        return List.copyOf(lane(service).failedReads);
    }

    /** The longest that a write was waited for. */
    Duration longestWrite(String service) {
        return Duration.ofNanos(lane(service).longestWrite.get());
    }

    Duration longestRead(String service) {
        return Duration.ofNanos(lane(service).longestRead.get());
    }

    private Lane lane(String service) {
        return lanes.get(service);
    }

    /** Returns when the last request has been answered. */
    void stop() {
        over = true;
        for (var thread : threads) {
            try {
                thread.join(TimeUnit.MINUTES.toMillis(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Every write that was acknowledged is stored once, and nothing else is; to be asked when
     * {@link #stop stopped} and nothing has failed.
     *
     * @param connection an administrator's, to the database that the service has now
     */
    void assertAllStored(String service, Connection connection) throws SQLException {
        assertThat(stored(service, connection))
                .as(service)
                .containsExactlyInAnyOrderElementsOf(lane(service).stored);
    }

    /**
     * Every write that was acknowledged is stored; others may be, of which nobody heard the answer.
     */
    void assertNoneLost(String service, Connection connection) throws SQLException {
        assertThat(stored(service, connection)).as(service).containsAll(lane(service).stored);
    }

    /** None of the writes that were acknowledged is stored, as before the first of them. */
    void assertNoneStored(String service, Connection connection) throws SQLException {
        assertThat(lane(service).stored).as(service).isNotEmpty();
        assertThat(stored(service, connection))
                .as(service)
                .doesNotContainAnyElementsOf(lane(service).stored);
    }

    private List<String> stored(String service, Connection connection) throws SQLException {
        var ids = new ArrayList<String>();
        var some =
                lane(service).stored.stream()
                        .findFirst()
                        .orElse("00000000-0000-0000-0000-000000000000");
        try (var statement =
                connection.prepareStatement(
                        switch (service) {
                            case "auth" -> "select id from auth.users where id = ?::uuid";
                            case "payment" ->
                                    "select id from payment.orders where user_id = (select user_id"
                                            + " from payment.orders where id = ?::uuid)";
                            case "game" ->
                                    "select id from game.lobbies where creator_id = (select"
                                            + " creator_id from game.lobbies where id = ?::uuid)";
                            case "media" ->
                                    "select id from media.tags where tag_name ~ '^t[0-9]+$' and"
                                            + " video_id = (select video_id from media.tags where"
                                            + " id = ?::uuid)";
                            default -> throw new IllegalArgumentException(service);
                        })) {
            statement.setString(1, some);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }

    @Override
    public void close() {
        stop();
    }
}
