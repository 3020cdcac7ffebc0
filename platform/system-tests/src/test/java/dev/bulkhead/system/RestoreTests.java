package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulkhead.toolbox.program.ClientPrograms;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One service is taken back to a backup while all of them serve. */
@Order(Integer.MAX_VALUE)
@ExtendWith(PlatformExtension.class)
class RestoreTests {

    private static final Duration RECOVERY = Duration.ofSeconds(90);

    /** Slower than the gateway's limit for one address. */
    private static final Duration PACE = Duration.ofMillis(60);

    private static final Pattern FILE = Pattern.compile("payment: (\\S+\\.dump), ");

    @Test
    void takesOneServiceBackWhileTheOthersServe(Ladder ladder) throws Exception {
        requireTools();
        var platform = ladder.onInstalled(Rung.DATABASE);
        var hana = Person.registered(platform, "hana");
        var sku = sku(hana);
        var before = order(hana, sku, "before-the-backup");
        var said = platform.db("backup", "payment");
        var file = FILE.matcher(said);
        assertThat(file.find()).as(said).isTrue();
        var after = order(hana, sku, "after-the-backup");

        try (var load = Load.on(hana)) {
            load.isUnderWay();
            var restored = platform.db("restore", "payment", file.group(1), "--yes");
            assertThat(restored).contains("all as they were", "as the manifest intends");
            await().atMost(RECOVERY).until(() -> hana.get("/api/payment/orders").status() == 200);
            load.stop();
            System.out.printf(
                    "%d requests to others while payment was restored, %d failed; payment failed"
                            + " for %d ms%n",
                    load.answered.get(), load.failed.size(), load.outage().toMillis());
            assertThat(load.failed).isEmpty();
        }

        hana.get("/api/payment/orders/" + before).expect(200);
        hana.get("/api/payment/orders/" + after).expect(404);
        order(hana, sku, "after-the-restore");
        assertThat(platform.db("status", "payment"))
                .contains("The server is as the manifest says.", "No migration is pending.");
    }

    @Test
    void takesTheServerBackToBetweenTwoWrites(Ladder ladder) throws Exception {
        requireTools();
        var platform = ladder.onInstalled(Rung.DATABASE);
        var before = AcknowledgedWrites.of(platform);
        assertThat(platform.db("backup", "--server", "--full")).contains(", full ");
        before.stop();
        var moment = platform.momentOfSilence();
        var after = AcknowledgedWrites.of(platform);
        await().atMost(RECOVERY).until(() -> after.writes("payment") > 5);
        after.stop();

        var onlooker = Person.stranger(platform);
        try (var load = Load.watching(onlooker, "/api/payment/products")) {
            load.isUnderWay();
            var said = platform.db("restore", "--server", "--to", moment, "--yes");
            assertThat(said).contains("Last commit that is there");
            await().atMost(RECOVERY)
                    .until(() -> onlooker.get("/api/payment/products").status() == 200);
            load.stop();
            System.out.printf(
                    "the server was taken back in front of a reader; %d of its %d requests failed,"
                            + " within %d ms%n",
                    load.missed.get(), load.watched.get(), load.outage().toMillis());
        }

        for (var service : Platform.SERVICES) {
            assertThat(before.failedWrites(service)).as(service).isEmpty();
            assertThat(before.failedReads(service)).as(service).isEmpty();
            try (var connection = platform.administer(service)) {
                before.assertNoneLost(service, connection);
                after.assertNoneStored(service, connection);
            }
        }
        var hugo = Person.registered(platform, "hugo");
        await().atMost(RECOVERY)
                .untilAsserted(() -> order(hugo, sku(hugo), "after-the-server-was-taken-back"));
        assertThat(platform.db("create")).contains("nothing to do");
    }

    private static void requireTools() {
        var found =
                ClientPrograms.here().all("pg_dump").stream()
                                .anyMatch(it -> Files.isExecutable(it.folder().resolve("initdb")))
                        && !ClientPrograms.here().all("pgbackrest").isEmpty();
        if ("required".equals(System.getProperty("bulkhead.tools"))) {
            assertThat(found)
                    .as("a PostgreSQL with server and client programs, and pgBackRest")
                    .isTrue();
        }
        assumeTrue(found, "no PostgreSQL with its client programs, or no pgBackRest, is installed");
    }

    private static String sku(Person person) {
        return person.get("/api/payment/products?limit=1")
                .expect(200)
                .json()
                .path("items")
                .get(0)
                .path("sku")
                .stringValue();
    }

    private static String order(Person person, String sku, String key) {
        return person.post(
                        "/api/payment/orders",
                        "{\"items\": [{\"sku\": \"%s\", \"quantity\": 1}]}".formatted(sku),
                        key)
                .expect(201)
                .json()
                .path("id")
                .stringValue();
    }

    /** Somebody who keeps asking. */
    private static final class Load implements AutoCloseable {

        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        final AtomicInteger answered = new AtomicInteger();
        final AtomicInteger watched = new AtomicInteger();
        final AtomicInteger missed = new AtomicInteger();
        final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
        private volatile long firstFailure;
        private volatile long lastFailure;
        private final List<Future<?>> running = new ArrayList<>();

        /** The other services, which must answer, and payment beside them. */
        static Load on(Person person) {
            var load = new Load();
            for (var path : List.of("/api/auth/me", "/api/game/lobbies", "/api/media/videos")) {
                load.repeat(() -> load.ask(person, path));
            }
            load.repeat(() -> load.watch(person, "/api/payment/orders"));
            return load;
        }

        /** One that need not be answered all the time. */
        static Load watching(Person person, String path) {
            var load = new Load();
            load.repeat(() -> load.watch(person, path));
            return load;
        }

        private void repeat(Runnable request) {
            running.add(
                    threads.submit(() -> {
                        while (!over.get()) {
                            request.run();
                            LockSupport.parkNanos(PACE.toNanos());
                        }
                    }));
        }

        void isUnderWay() {
            await().atMost(RECOVERY).until(() -> answered.get() + watched.get() > 10);
        }

        private void ask(Person person, String path) {
            var answer = person.get(path);
            answered.incrementAndGet();
            if (answer.status() != 200) {
                failed.add(path + ": " + answer.text());
            }
        }

        private void watch(Person person, String path) {
            var asked = System.nanoTime();
            watched.incrementAndGet();
            if (person.get(path).status() != 200) {
                missed.incrementAndGet();
                firstFailure = firstFailure == 0 ? asked : firstFailure;
                lastFailure = System.nanoTime();
            }
        }

        Duration outage() {
            return Duration.ofNanos(lastFailure - firstFailure);
        }

        void stop() throws Exception {
            over.set(true);
            for (var it : running) {
                it.get();
            }
        }

        @Override
        public void close() {
            over.set(true);
            threads.close();
        }
    }
}
