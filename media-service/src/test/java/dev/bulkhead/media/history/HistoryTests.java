package dev.bulkhead.media.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.media.Samples;
import dev.bulkhead.testing.BadInput;
import dev.bulkhead.testing.TestUser;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

class HistoryTests extends MediaTest {

    TestUser anna;
    TestUser bert;
    UUID id; // two seconds long

    @BeforeEach
    void video() {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
        db.asRuntime().sql("delete from videos").update();
        id = upload(anna, "watched.mp4");
    }

    @Test
    void resumesWhereEachViewerWas() {
        assertThat(seconds(position(bert))).isEqualTo("0");
        assertThat(position(bert).get("watchedAt").isNull()).isTrue();

        var reported = body(reporting(bert, "{\"positionSeconds\": 1.2345}").expectStatus().isOk());
        reporting(anna, "{\"positionSeconds\": 0.5}").expectStatus().isOk();

        assertThat(seconds(reported)).isEqualTo("1.235");
        assertThat(reported.get("completed").asBoolean()).isFalse();
        assertThat(position(bert)).isEqualTo(reported);
        assertThat(seconds(position(anna))).isEqualTo("0.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"positionSeconds": 1.89}                      | 1.89 | false
                    {"positionSeconds": 1.9}                       | 1.9 | true
                    {"positionSeconds": 2}                         | 2 | true
                    {"positionSeconds": 2.9}                       | 2 | true
                    {"positionSeconds": 2, "completed": false}     | 2 | false
                    {"positionSeconds": 0, "completed": true}      | 0 | true
                    {"positionSeconds": 1e-19}                     | 0 | false
                    """)
    void knowsWhenTheEndIsReached(String request, String position, boolean completed) {
        var reported = body(reporting(bert, request).expectStatus().isOk());

        assertThat(seconds(reported)).isEqualTo(position);
        assertThat(reported.get("completed").asBoolean()).isEqualTo(completed);
    }

    @Test
    void refusesPositionsBeyondTheEnd() {
        for (var beyond : List.of("3.001", "100", "999999999")) {
            assertProblem(
                    reporting(bert, "{\"positionSeconds\": " + beyond + "}"),
                    422,
                    "position-beyond-end");
        }
        assertThat(rows("watch_history")).isZero();
    }

    @Test
    void takesAnyPositionWhereTheLengthIsUnknown() {
        id = upload(anna, "unknown.webm", Samples.read("two-seconds.webm"));

        var reported = body(reporting(bert, "{\"positionSeconds\": 5000}").expectStatus().isOk());

        assertThat(seconds(reported)).isEqualTo("5000");
        assertThat(reported.get("completed").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"positionSeconds": -0.1}       | 422 | validation-failed
                    {"positionSeconds": 1000000000} | 422 | validation-failed
                    {"positionSeconds": 1e400}      | 422 | validation-failed
                    {"positionSeconds": NaN}        | 400 | malformed-request
                    {"positionSeconds": "1"}        | 400 | malformed-request
                    """)
    void refusesWhatIsNoPosition(String request, int status, String type) {
        assertProblem(reporting(bert, request), status, type);
        assertThat(rows("watch_history")).isZero();
    }

    @Test
    void refusesBadInput() {
        BadInput.to(client, HttpMethod.PUT, "/api/media/videos/" + id + "/position")
                .as(bert)
                .insteadOf("{\"positionSeconds\": 1.5, \"completed\": true}")
                .optional("completed")
                .isRefused();

        assertThat(rows("watch_history")).isZero();
    }

    @Test
    void keepsOneRowHoweverManyDevicesReport() throws Exception {
        var start = new CyclicBarrier(8);
        try (var devices = Executors.newVirtualThreadPerTaskExecutor()) {
            var reports =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    (Callable<Integer>)
                                            () -> {
                                                start.await();
                                                return reporting(
                                                                bert,
                                                                "{\"positionSeconds\": 0."
                                                                        + i
                                                                        + "}")
                                                        .expectBody()
                                                        .returnResult()
                                                        .getStatus()
                                                        .value();
                                            })
                            .toList();
            for (var report : devices.invokeAll(reports)) {
                assertThat(report.get()).isEqualTo(200);
            }
        }
        assertThat(rows("watch_history")).isOne();
    }

    @Test
    void listsOnlyTheCallersOwnLastFirst() {
        var videos = new ArrayList<UUID>();
        for (int i = 0; i < 5; i++) {
            id = upload(anna, "video " + i + ".mp4");
            videos.add(id);
            reporting(bert, "{\"positionSeconds\": 1}").expectStatus().isOk();
        }
        id = videos.get(1);
        reporting(bert, "{\"positionSeconds\": 2}").expectStatus().isOk();
        id = videos.get(3);
        reporting(anna, "{\"positionSeconds\": 0.1}").expectStatus().isOk();

        var names = new ArrayList<String>();
        var page = get(bert, "/api/media/history?limit=2");
        var first = page.get("items").get(0);
        while (true) {
            page.get("items")
                    .valueStream()
                    .map(it -> it.get("video").get("name").asString())
                    .forEach(names::add);
            if (page.get("next").isNull()) {
                break;
            }
            page = get(bert, "/api/media/history?limit=2&after={it}", page.get("next").asString());
        }

        assertThat(names)
                .containsExactly(
                        "video 1.mp4", "video 4.mp4", "video 3.mp4", "video 2.mp4", "video 0.mp4");
        assertThat(first.get("completed").asBoolean()).isTrue();
        assertThat(first.get("video").get("available").asBoolean()).isTrue();
        assertThat(get(anna, "/api/media/history").get("items").size()).isOne();
        assertThat(get(tokens.admin("root"), "/api/media/history").get("items").size()).isZero();
        assertProblem(getting(bert, "/api/media/history?after=x"), 400, "malformed-request");
        assertProblem(getting(bert, "/api/media/history?limit=0"), 422, "validation-failed");
    }

    @Test
    void forgets() {
        reporting(bert, "{\"positionSeconds\": 1}").expectStatus().isOk();

        client.delete()
                .uri("/api/media/videos/{id}/position", id)
                .header(HttpHeaders.AUTHORIZATION, bert.bearer())
                .exchange()
                .expectStatus()
                .isNoContent();

        assertThat(rows("watch_history")).isZero();
        assertThat(seconds(position(bert))).isEqualTo("0");
    }

    @Test
    void knowsNoPositionInAVideoThatIsNotThere() {
        id = UUID.randomUUID();

        assertProblem(reporting(bert, "{\"positionSeconds\": 1}"), 404, "video-not-found");
        assertProblem(getting(bert, "/api/media/videos/{id}/position", id), 404, "video-not-found");
        assertProblem(getting(bert, "/api/media/videos/x/position"), 400, "malformed-request");
    }

    @Test
    void refusesCallersWithoutAValidToken() {
        assertProblem(
                reporting(tokens.expired("bert"), "{\"positionSeconds\": 1}"),
                401,
                "authentication-required");
        assertProblem(
                getting(tokens.forged("bert"), "/api/media/history"),
                401,
                "authentication-required");
        assertProblem(
                client.get().uri("/api/media/videos/{id}/position", id).exchange(),
                401,
                "authentication-required");
    }

    private RestTestClient.ResponseSpec reporting(TestUser user, String request) {
        return client.put()
                .uri("/api/media/videos/{id}/position", id)
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body(request)
                .exchange();
    }

    private JsonNode position(TestUser user) {
        return get(user, "/api/media/videos/{id}/position", id);
    }

    private static String seconds(JsonNode position) {
        return position.get("positionSeconds").decimalValue().stripTrailingZeros().toPlainString();
    }
}
