package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One service's user takes every connection that PostgreSQL gives it. */
@ExtendWith(PlatformExtension.class)
class FloodTests {

    private static final Duration RECOVERY = Duration.ofSeconds(90);

    @Test
    void whoTakesAllConnectionsTakesThemFromItsOwnServiceOnly(Platform platform) throws Exception {
        var hana = Person.registered(platform, "hana");
        var service = platform.running("payment-service").process();
        var sku = sku(hana);
        order(hana, sku, "before").expect(201);

        try (var flood = Flood.of(platform, "payment_user", "payment_db", "payment-service")) {
            assertThat(flood.size()).isPositive();
            hana.get("/api/payment/orders").isProblem(503, "database-unavailable");

            var iris = Person.registered(platform, "iris");
            iris.get("/api/auth/me").expect(200);
            Quiz.between(hana, iris);
            hana.get("/api/game/lobbies").expect(200);
            var video = upload(iris, platform);
            hana.put(video + "/position", "{\"positionSeconds\": 1.0, \"completed\": false}")
                    .expect(200);
            hana.get("/api/media/history").expect(200);
            assertThat(flood.keepsOut("payment-service")).isTrue();
        }

        await().atMost(RECOVERY).untilAsserted(() -> hana.get("/api/payment/orders").expect(200));
        order(hana, sku, "after").expect(201);
        assertThat(platform.running("payment-service").process()).isEqualTo(service);
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

    private static Person.Answer order(Person person, String sku, String key) {
        return person.post(
                "/api/payment/orders",
                "{\"items\": [{\"sku\": \"%s\", \"quantity\": 1}]}".formatted(sku),
                key);
    }

    private static String upload(Person person, Platform platform) throws Exception {
        var file = platform.sample("two-seconds.mp4");
        var uploaded =
                person.send(
                                "POST",
                                "/api/media/videos?name=flood.mp4",
                                java.net.http.HttpRequest.BodyPublishers.ofFile(file),
                                it -> it.header("Content-Type", "video/mp4"))
                        .expect(201)
                        .json();
        return "/api/media/videos/" + uploaded.path("id").stringValue();
    }

    /**
     * Every connection that a role can get: it may also end sessions of its own role, which are the
     * service's.
     */
    private record Flood(List<Connection> taken) implements AutoCloseable {

        private static final int MOST = 200;
        private static final String NO_CONNECTION_LEFT = "53300";

        static Flood of(Platform platform, String role, String database, String service)
                throws SQLException {
            var flood = new Flood(new ArrayList<>());
            try {
                flood.taken().add(platform.connect(role, database));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> {
                            flood.end(service);
                            flood.fill(platform, role, database);
                            return flood.keepsOut(service);
                        });
                return flood;
            } catch (RuntimeException | SQLException e) {
                flood.close();
                throw e;
            }
        }

        private void fill(Platform platform, String role, String database) {
            try {
                while (taken.size() < MOST) {
                    taken.add(platform.connect(role, database));
                }
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo(NO_CONNECTION_LEFT);
            }
        }

        private void end(String service) throws SQLException {
            try (var statement =
                    taken.getFirst()
                            .prepareStatement(
                                    """
                                    select pg_terminate_backend(pid, 1000) from pg_stat_activity
                                     where usename = current_user and application_name = ?
                                    """)) {
                statement.setString(1, service);
                statement.execute();
            }
        }

        boolean keepsOut(String service) throws SQLException {
            try (var statement =
                    taken.getFirst()
                            .prepareStatement(
                                    """
                                    select count(*) from pg_stat_activity
                                     where usename = current_user and application_name = ?
                                    """)) {
                statement.setString(1, service);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getInt(1) == 0;
                }
            }
        }

        int size() {
            return taken.size();
        }

        @Override
        public void close() {
            for (var it : taken) {
                try {
                    it.close();
                } catch (SQLException e) {
                    // the server has ended it
                }
            }
        }
    }
}
