package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two services move to servers of their own while people write to all of them. Last, because the
 * platform is on two rungs afterwards.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(PlatformExtension.class)
class MoveTests {

    private static final int ENOUGH = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** The gateway gives up after ten seconds, and a writer before that. */
    private static final Duration LONGEST_STALL = Duration.ofSeconds(8);

    @Test
    void servicesMoveUnderLoadAndNothingIsLost(Platform platform) throws SQLException {
        try (var load = AcknowledgedWrites.of(platform)) {
            awaitMoreWrites(load);

            var media = platform.run("db", "move", "media", "--to", "server");
            awaitMoreWrites(load);
            for (var step : List.of("ok target", "ok compare", "ok switch")) {
                platform.killWhenItSays(step, "db", "move", "payment", "--to", "server");
                awaitMoreWrites(load);
            }
            var payment = platform.run("db", "move", "payment", "--to", "server");
            awaitMoreWrites(load);
            load.stop();

            System.out.println(media + payment);
            for (var service : Platform.SERVICES) {
                System.out.printf(
                        "%-8s %4d writes, the longest took %4d ms; %4d reads, the longest took %4d"
                                + " ms%n",
                        service,
                        load.writes(service),
                        load.longestWrite(service).toMillis(),
                        load.reads(service),
                        load.longestRead(service).toMillis());
            }
            for (var service : Platform.SERVICES) {
                assertThat(load.failedWrites(service)).as("writes of " + service).isEmpty();
                assertThat(load.failedReads(service)).as("reads of " + service).isEmpty();
                assertThat(load.longestWrite(service)).isLessThan(LONGEST_STALL);
            }
            for (var service : List.of("media", "payment")) {
                try (var connection = platform.administerOwn(service)) {
                    load.assertAllStored(service, connection);
                }
            }
            for (var service : List.of("auth", "game")) {
                try (var connection = platform.administer(service)) {
                    load.assertAllStored(service, connection);
                }
            }
        }
        assertThat(platform.servers())
                .containsExactly("postgres", "postgres-media", "postgres-payment");
        assertThat(platform.up()).contains("runs already. Nothing to do");
        platform.run("isolation", "verify");
        platform.run("db", "move", "media", "--to", "server", "--drop-old", "--yes");
        movesAServiceThatIsKilledMeanwhile(platform);
        platform.run("db", "status");
    }

    /** Whatever the tool makes of it; the next try ends it, and what was acknowledged is there. */
    private static void movesAServiceThatIsKilledMeanwhile(Platform platform) throws SQLException {
        try (var load = AcknowledgedWrites.of(platform)) {
            awaitMoreWrites(load);
            platform.attempt(
                    "ok catch up",
                    () -> platform.kill("game-service"),
                    "db",
                    "move",
                    "game",
                    "--to",
                    "server");
            platform.up();
            platform.run("db", "move", "game", "--to", "server");
            var before = load.writes("game");
            await().atMost(PATIENCE).until(() -> load.writes("game") >= before + ENOUGH);
            load.stop();

            for (var service : List.of("auth", "payment", "media")) {
                assertThat(load.failedWrites(service)).as("writes of " + service).isEmpty();
                assertThat(load.failedReads(service)).as("reads of " + service).isEmpty();
            }
            try (var connection = platform.administerOwn("game")) {
                load.assertNoneLost("game", connection);
            }
        }
    }

    private static void awaitMoreWrites(AcknowledgedWrites load) {
        for (var service : Platform.SERVICES) {
            var before = load.writes(service);
            await(service)
                    .atMost(PATIENCE)
                    .until(() ->
                            load.writes(service) >= before + ENOUGH
                                    || !load.failedWrites(service).isEmpty());
        }
    }
}
