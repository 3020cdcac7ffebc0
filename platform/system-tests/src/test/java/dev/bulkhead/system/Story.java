package dev.bulkhead.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two people use everything there is, through the gateway. */
abstract class Story {

    static Site site;
    static Person anna;
    static Person bert;
    static Person stranger;

    static void begin(Site where) {
        site = where;
        anna = Person.registered(site, "anna");
        bert = Person.registered(site, "bert");
        stranger = Person.stranger(site);
    }

    @Test
    void everyServiceKnowsWhoIsCalling() {
        assertThat(anna.get("/api/auth/me").expect(200).json().path("id").stringValue())
                .isEqualTo(anna.id);
        anna.get("/api/payment/orders").expect(200);
        anna.get("/api/game/lobbies").expect(200);
        anna.get("/api/media/videos").expect(200);

        for (var path :
                List.of(
                        "/api/auth/me",
                        "/api/payment/orders",
                        "/api/game/lobbies",
                        "/api/media/videos")) {
            stranger.get(path).isProblem(401, "authentication-required");
        }
    }

    @Test
    void ordersAndPays() {
        var product =
                stranger.get("/api/payment/products?limit=1")
                        .expect(200)
                        .json()
                        .path("items")
                        .get(0);
        var wish =
                "{\"items\": [{\"sku\": \"%s\", \"quantity\": 2}]}"
                        .formatted(product.path("sku").stringValue());
        var order = anna.post("/api/payment/orders", wish, "order-1").expect(201).json();
        var path = "/api/payment/orders/" + order.path("id").stringValue();
        assertThat(order.path("status").stringValue()).isEqualTo("pending");
        assertThat(anna.post("/api/payment/orders", wish, "order-1").expect(201).json().path("id"))
                .isEqualTo(order.path("id"));
        bert.get(path).expect(404);

        anna.post(path + "/payment", "{\"paymentMethod\": \"pm_card_visa\"}", "payment-1")
                .expect(200);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(anna.get(path).expect(200).json().path("status").stringValue())
                                .isEqualTo("paid"));
        var payment = anna.get(path + "/payment").expect(200).json();
        assertThat(payment.path("status").stringValue()).isEqualTo("succeeded");
        assertThat(payment.path("amount")).isEqualTo(order.path("totalAmount"));
        bert.get(path + "/payment").expect(404);
    }

    @Test
    void playsAQuizToTheFinalResult() {
        var quiz = Quiz.between(anna, bert);
        var annas = anna.listen(quiz.path("/events"));
        var berts = bert.listen(quiz.path("/events"));

        for (var number = 1; number <= Quiz.QUESTIONS; number++) {
            var question = annas.await("question-opened", number).data().path("question");
            assertThat(question.has("correctAnswer")).isFalse();
            quiz.answer(anna, question, question.path("options").get(0).stringValue()).expect(201);
            quiz.answer(bert, question, question.path("options").get(1).stringValue()).expect(201);
            assertThat(
                            quiz.answer(
                                            bert,
                                            question,
                                            question.path("options").get(2).stringValue())
                                    .status())
                    .isEqualTo(409);
            assertThat(
                            berts.await("question-closed", number)
                                    .data()
                                    .path("question")
                                    .has("correctAnswer"))
                    .isTrue();
        }

        var finished = annas.await("game-finished", 1).data();
        assertThat(finished.path("players").size()).isEqualTo(2);
        berts.await("game-finished", 1);
        var results = anna.get(quiz.path("/results")).expect(200).json();
        var correct = 0;
        for (var i = 0; i < Quiz.QUESTIONS; i++) {
            var closed = annas.await("question-closed", i + 1).data().path("question");
            correct += closed.path("options").get(0).equals(closed.path("correctAnswer")) ? 1 : 0;
        }
        for (var player : results.path("players")) {
            if (player.path("playerId").stringValue().equals(anna.id)) {
                assertThat(player.path("correctAnswers").intValue()).isEqualTo(correct);
            }
        }
        assertThat(stranger.get(quiz.path("/results")).status()).isEqualTo(401);
        assertThat(bert.get("/api/game/players/me").expect(200).json().path("games").intValue())
                .isPositive();
    }

    @Test
    void uploadsAVideoAndResumesWatchingIt() throws IOException {
        var file = site.sample("three-seconds.mp4");
        var bytes = Files.readAllBytes(file);
        var uploaded =
                anna.send(
                                "POST",
                                "/api/media/videos?name=holiday.mp4",
                                BodyPublishers.ofFile(file),
                                it -> it.header("Content-Type", "video/mp4"))
                        .expect(201)
                        .json();
        assertThat(uploaded.path("durationSeconds").doubleValue()).isEqualTo(3.0);
        var path = "/api/media/videos/" + uploaded.path("id").stringValue();

        assertThat(bert.get(path + "/stream").expect(200).bytes()).isEqualTo(bytes);
        var part =
                bert.send(
                                "GET",
                                path + "/stream",
                                BodyPublishers.noBody(),
                                it -> it.header("Range", "bytes=100-299"))
                        .expect(206);
        assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(bytes, 100, 300));
        assertThat(part.header("Content-Range")).isEqualTo("bytes 100-299/" + bytes.length);
        assertThat(
                        bert.send(
                                        "GET",
                                        path + "/stream",
                                        BodyPublishers.noBody(),
                                        it -> it.header("Range", "bytes=" + bytes.length + "-"))
                                .status())
                .isEqualTo(416);

        bert.put(path + "/position", "{\"positionSeconds\": 1.5, \"completed\": false}")
                .expect(200);
        assertThat(
                        bert.get(path + "/position")
                                .expect(200)
                                .json()
                                .path("positionSeconds")
                                .doubleValue())
                .isEqualTo(1.5);
        assertThat(anna.get("/api/media/history").expect(200).text())
                .doesNotContain(uploaded.path("id").stringValue());
    }

    @Test
    void refreshTokensRotateAndAReplayEndsTheirFamily() {
        var carla = Person.registered(site, "carla");
        var first = carla.refreshToken;
        carla.take(carla.refresh(first).expect(200));
        var second = carla.refreshToken;
        assertThat(second).isNotEqualTo(first);
        carla.get("/api/auth/me").expect(200);

        assertThat(carla.refresh(first).status()).isEqualTo(401);
        assertThat(carla.refresh(second).status()).isEqualTo(401);
    }

    @Test
    void loggingOutEndsTheSession() {
        var dora = Person.registered(site, "dora");

        dora.post("/api/auth/logout", "{\"refresh_token\": \"%s\"}".formatted(dora.refreshToken))
                .expect(204);

        assertThat(dora.refresh(dora.refreshToken).status()).isEqualTo(401);
    }
}
