package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulkhead.toolbox.program.ClientPrograms;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One service is taken back to a backup while all of them serve. */
@Order(Integer.MAX_VALUE)
@ExtendWith(PlatformExtension.class)
class RestoreTests {

    private static final Duration RECOVERY = Duration.ofSeconds(90);
    private static final Pattern FILE = Pattern.compile("payment: (\\S+\\.dump), ");

    @Test
    void takesOneServiceBackWhileTheOthersServe(Ladder ladder) throws Exception {
        requireTools();
        var platform = ladder.onInstalled(Rung.DATABASE);
        var hana = Person.registered(platform, "hana");
        var sku = sku(hana);
        var before = order(hana, sku, "before the backup");
        var said = platform.db("backup", "payment");
        var file = FILE.matcher(said);
        assertThat(file.find()).as(said).isTrue();
        var after = order(hana, sku, "after the backup");

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
        order(hana, sku, "after the restore");
        assertThat(platform.db("status", "payment"))
                .contains("The server is as the manifest says.", "No migration is pending.");
    }

    private static void requireTools() {
        var found =
                ClientPrograms.here().all("pg_dump").stream()
                        .anyMatch(it -> Files.isExecutable(it.folder().resolve("initdb")));
        if ("required".equals(System.getProperty("bulkhead.tools"))) {
            assertThat(found)
                    .as("a PostgreSQL with server and client programs, such as postgresql-15")
                    .isTrue();
        }
        assumeTrue(found, "no PostgreSQL with server and client programs is installed");
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

    /** Somebody who keeps asking the other services, and payment beside them. */
    private static final class Load implements AutoCloseable {

        private final java.util.concurrent.ExecutorService threads =
                Executors.newVirtualThreadPerTaskExecutor();
        private final AtomicBoolean over = new AtomicBoolean();
        final AtomicInteger answered = new AtomicInteger();
        final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
        private volatile long firstFailure;
        private volatile long lastFailure;
        private final List<Future<?>> running;

        private Load(Person person) {
            running =
                    List.of(
                            threads.submit(() -> ask(person, "/api/auth/me")),
                            threads.submit(() -> ask(person, "/api/game/lobbies")),
                            threads.submit(() -> ask(person, "/api/media/videos")),
                            threads.submit(() -> watch(person)));
        }

        static Load on(Person person) {
            return new Load(person);
        }

        void isUnderWay() {
            await().atMost(RECOVERY).until(() -> answered.get() > 10);
        }

        private void ask(Person person, String path) {
            while (!over.get()) {
                var answer = person.get(path);
                answered.incrementAndGet();
                if (answer.status() != 200) {
                    failed.add(path + ": " + answer.text());
                }
            }
        }

        private void watch(Person person) {
            while (!over.get()) {
                var asked = System.nanoTime();
                if (person.get("/api/payment/orders").status() != 200) {
                    firstFailure = firstFailure == 0 ? asked : firstFailure;
                    lastFailure = System.nanoTime();
                }
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
