package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One compartment floods; the ship stays afloat. */
@ExtendWith(PlatformExtension.class)
class FailureTests {

    private static final Duration RECOVERY = Duration.ofSeconds(90);

    @Test
    void aKilledServiceCostsOnlyItsOwnPathsAndAGameInItSurvives(Platform platform) {
        var emil = Person.registered(platform, "emil");
        var fred = Person.registered(platform, "fred");
        var quiz = Quiz.between(emil, fred);
        emil.listen(quiz.path("/events")).await("question-opened", 1);

        var victim = platform.kill("game-service");

        await().atMost(RECOVERY)
                .untilAsserted(
                        () -> emil.get("/api/game/lobbies").isProblem(503, "service-unavailable"));
        emil.get("/api/auth/me").expect(200);
        emil.get("/api/payment/orders").expect(200);
        emil.get("/api/media/videos").expect(200);

        var output = platform.up();

        assertThat(output).contains("runs already").doesNotContain("another build or setting");
        assertThat(platform.running("game-service").process()).isNotEqualTo(victim);
        await().atMost(RECOVERY).untilAsserted(() -> emil.get("/api/game/lobbies").expect(200));
        await().atMost(RECOVERY)
                .untilAsserted(() ->
                        assertThat(
                                        emil.get(quiz.path("/results"))
                                                .expect(200)
                                                .json()
                                                .path("status")
                                                .stringValue())
                                .isEqualTo("finished"));
    }

    @Test
    void everyServiceRecoversWhenPostgresComesBack(Platform platform) {
        var gina = Person.registered(platform, "gina");
        var auth = platform.running("auth-service").process();
        var server = platform.kill("postgres");

        await().atMost(RECOVERY)
                .untilAsserted(() ->
                        assertThat(gina.get("/api/payment/products").status()).isEqualTo(503));
        platform.up();

        assertThat(platform.running("postgres").process()).isNotEqualTo(server);
        assertThat(platform.running("auth-service").process()).isEqualTo(auth);
        for (var path :
                new String[] {
                    "/api/auth/me", "/api/payment/orders", "/api/game/lobbies", "/api/media/videos"
                }) {
            await().atMost(RECOVERY).untilAsserted(() -> gina.get(path).expect(200));
        }
    }
}
