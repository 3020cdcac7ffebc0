package dev.bulkhead.media.tag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.testing.BadInput;
import dev.bulkhead.testing.TestUser;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class TagTests extends MediaTest {

    TestUser anna;
    TestUser bert;
    TestUser root;
    UUID id;

    @BeforeEach
    void video() {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
        root = tokens.admin("root");
        db.asRuntime().sql("delete from videos").update();
        id = upload(anna, "tagged.mp4");
    }

    @Test
    void keepsTagsInOneForm() {
        var tag =
                body(
                        tagging(
                                        anna,
                                        id,
                                        "{\"name\": \"  New \\u00a0 YORK \", \"category\":"
                                                + " \"Place\"}")
                                .expectStatus()
                                .isCreated());

        assertThat(tag.get("name").asString()).isEqualTo("new york");
        assertThat(tag.get("category").asString()).isEqualTo("place");
        assertThat(body(tagging(anna, id, "{\"name\": \"x\"}")).get("category").asString())
                .isEqualTo("general");
    }

    @Test
    void tagsOnce() {
        var tag = body(tagging(anna, id, "{\"name\": \"sea\"}").expectStatus().isCreated());

        var again = body(tagging(root, id, "{\"name\": \"SEA\"}").expectStatus().isOk());

        assertThat(again).isEqualTo(tag);
        assertThat(rows("tags")).isOne();
    }

    @Test
    void tagsOnceHoweverManyDoSoAtOnce() throws Exception {
        var statuses = concurrently(8, _ -> "{\"name\": \"sea\"}");

        assertThat(statuses).containsOnlyOnce(201).allMatch(it -> it == 201 || it == 200);
        assertThat(rows("tags")).isOne();
    }

    @Test
    void setsALimitThatHoldsUnderConcurrency() throws Exception {
        for (int i = 0; i < 46; i++) {
            tagging(anna, id, "{\"name\": \"tag " + i + "\"}").expectStatus().isCreated();
        }

        var statuses = concurrently(8, i -> "{\"name\": \"late " + i + "\"}");

        assertThat(statuses).filteredOn(it -> it == 201).hasSize(4);
        assertThat(statuses).filteredOn(it -> it == 409).hasSize(4);
        assertProblem(tagging(anna, id, "{\"name\": \"one more\"}"), 409, "too-many-tags");
        assertThat(rows("tags")).isEqualTo(50);
    }

    private List<Integer> concurrently(int times, IntFunction<String> request) throws Exception {
        var start = new CyclicBarrier(times);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var attempts =
                    IntStream.range(0, times)
                            .mapToObj(i ->
                                    (Callable<Integer>)
                                            () -> {
                                                start.await();
                                                return tagging(anna, id, request.apply(i))
                                                        .expectBody()
                                                        .returnResult()
                                                        .getStatus()
                                                        .value();
                                            })
                            .toList();
            var statuses = new ArrayList<Integer>();
            for (var attempt : threads.invokeAll(attempts)) {
                statuses.add(attempt.get());
            }
            return statuses;
        }
    }

    @Test
    void takesTagsOff() {
        var tag = body(tagging(anna, id, "{\"name\": \"sea\"}")).get("id").asString();
        var other = upload(anna, "other.mp4");

        assertProblem(untagging(bert, id, tag), 403, "not-your-video");
        assertProblem(untagging(anna, other, tag), 404, "tag-not-found");
        untagging(anna, id, tag).expectStatus().isNoContent();
        assertProblem(untagging(anna, id, tag), 404, "tag-not-found");
        assertProblem(untagging(anna, id, "nothing"), 400, "malformed-request");
        assertProblem(untagging(anna, UUID.randomUUID(), tag), 404, "video-not-found");
    }

    @Test
    void letsOnlyTheOwnerOrAnAdminTag() {
        assertProblem(tagging(bert, id, "{\"name\": \"mine\"}"), 403, "not-your-video");
        assertThat(rows("tags")).isZero();
        tagging(root, id, "{\"name\": \"checked\"}").expectStatus().isCreated();
    }

    @Test
    void countsTags() {
        var other = upload(anna, "other.mp4");
        tagging(anna, id, "{\"name\": \"sea\"}");
        tagging(anna, other, "{\"name\": \"sea\"}");
        tagging(anna, id, "{\"name\": \"sea\", \"category\": \"place\"}");
        tagging(anna, id, "{\"name\": \"boat\"}");

        assertThat(counts("")).containsExactly("general/boat 1", "general/sea 2", "place/sea 1");
        assertThat(counts("?category=PLACE")).containsExactly("place/sea 1");
        assertThat(counts("?category=none")).isEmpty();
        var first = get(bert, "/api/media/tags?limit=2");
        var second =
                get(bert, "/api/media/tags?limit=2&after={after}", first.get("next").asString());
        assertThat(second.get("items").size()).isOne();
        assertThat(second.get("next").isNull()).isTrue();
        assertProblem(getting(bert, "/api/media/tags?after=x"), 400, "malformed-request");
        assertProblem(getting(bert, "/api/media/tags?limit=101"), 422, "validation-failed");
    }

    private List<String> counts(String query) {
        return get(bert, "/api/media/tags" + query)
                .get("items")
                .valueStream()
                .map(it ->
                        "%s/%s %d"
                                .formatted(
                                        it.get("category").asString(),
                                        it.get("name").asString(),
                                        it.get("videos").asLong()))
                .toList();
    }

    @Test
    void refusesBadInput() {
        BadInput.to(client, HttpMethod.POST, "/api/media/videos/" + id + "/tags")
                .as(anna)
                .insteadOf("{\"name\": \"sea\", \"category\": \"place\"}")
                .optional("category")
                .isRefused();

        assertThat(rows("tags")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\\u2003\\u00a0", "a\\u0007b", "\\u0130\\u0130"})
    void refusesWhatIsNoWord(String name) {
        // the last grows beyond the limit in lower case
        var text = name.contains("0130") ? name.repeat(25) : name;

        assertProblem(tagging(anna, id, "{\"name\": \"" + text + "\"}"), 422, "validation-failed");
        assertThat(rows("tags")).isZero();
    }

    @Test
    void refusesCallersWithoutAValidToken() {
        assertProblem(
                tagging(tokens.expired("anna"), id, "{\"name\": \"x\"}"),
                401,
                "authentication-required");
        assertProblem(
                untagging(tokens.forged("anna"), id, UUID.randomUUID().toString()),
                401,
                "authentication-required");
        assertProblem(
                client.get().uri("/api/media/tags").exchange(), 401, "authentication-required");
        assertProblem(
                tagging(anna, UUID.randomUUID(), "{\"name\": \"x\"}"), 404, "video-not-found");
    }

    private RestTestClient.ResponseSpec tagging(TestUser user, UUID video, String request) {
        return client.post()
                .uri("/api/media/videos/{id}/tags", video)
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body(request)
                .exchange();
    }

    private RestTestClient.ResponseSpec untagging(TestUser user, UUID video, String tag) {
        return client.delete()
                .uri("/api/media/videos/{id}/tags/{tag}", video, tag)
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .exchange();
    }
}
