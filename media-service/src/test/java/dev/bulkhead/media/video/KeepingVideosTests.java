package dev.bulkhead.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.media.Samples;
import dev.bulkhead.testing.BadInput;
import dev.bulkhead.testing.TestUser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

class KeepingVideosTests extends MediaTest {

    @Autowired KeepingVideos keeping;

    TestUser anna;
    TestUser bert;
    TestUser root;

    @BeforeEach
    void people() {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
        root = tokens.admin("root");
    }

    @Test
    void renames() {
        var id = upload(anna, "before.mp4");

        var video = body(renaming(anna, id, "{\"name\": \"Nach dem Fest\"}").expectStatus().isOk());

        assertThat(video.get("name").asString()).isEqualTo("Nach dem Fest");
        assertThat(get(bert, "/api/media/videos?q=fest").get("items").size()).isOne();
        assertThat(get(bert, "/api/media/videos?q=before").get("items").size()).isZero();
        renaming(root, id, "{\"name\": \"by an admin\"}").expectStatus().isOk();
    }

    @Test
    void letsOnlyTheOwnerOrAnAdminChange() {
        var id = upload(anna, "annas.mp4");

        assertProblem(renaming(bert, id, "{\"name\": \"berts.mp4\"}"), 403, "not-your-video");
        assertProblem(deleting(bert, id), 403, "not-your-video");
        assertThat(get(anna, "/api/media/videos/{id}", id).get("name").asString())
                .isEqualTo("annas.mp4");
        getting(anna, "/api/media/videos/{id}/stream", id).expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name": ""}                   | 422 | validation-failed
                    {"name": "   "}                | 422 | validation-failed
                    {"name": null}                 | 422 | validation-failed
                    {}                             | 422 | validation-failed
                    {"name": "../x.mp4"}           | 422 | validation-failed
                    {"name": "a\\\\b.mp4"}         | 422 | validation-failed
                    {"name": "a\\nb.mp4"}          | 422 | validation-failed
                    {"name": "a\\u0000.mp4"}       | 400 | malformed-request
                    {"name": "\\ud800"}            | 400 | malformed-request
                    {"name": 5}                    | 400 | malformed-request
                    {"name": ["x"]}                | 400 | malformed-request
                    {"name": "x", "ownerId": "y"}  | 400 | malformed-request
                    {"name": "x"                   | 400 | malformed-request
                    []                             | 400 | malformed-request
                    """)
    void refusesBadNames(String request, int status, String type) {
        var id = upload(anna, "good.mp4");

        assertProblem(renaming(anna, id, request), status, type);
        assertThat(get(anna, "/api/media/videos/{id}", id).get("name").asString())
                .isEqualTo("good.mp4");
    }

    @Test
    void refusesBadInput() {
        var id = upload(anna, "good.mp4");

        BadInput.to(client, HttpMethod.PATCH, "/api/media/videos/" + id)
                .as(anna)
                .insteadOf("{\"name\": \"better.mp4\"}")
                .isRefused();

        assertThat(get(anna, "/api/media/videos/{id}", id).get("name").asString())
                .isEqualTo("good.mp4");
    }

    @Test
    void refusesNamesBeyondTheLimit() {
        var id = upload(anna, "good.mp4");

        assertProblem(
                renaming(anna, id, "{\"name\": \"" + "x".repeat(256) + "\"}"),
                422,
                "validation-failed");
        assertProblem(
                renaming(anna, id, "{\"name\": \"" + "x".repeat(300_000) + "\"}"),
                413,
                "body-too-large");
        renaming(anna, id, "{\"name\": \"" + "x".repeat(255) + "\"}").expectStatus().isOk();
    }

    @Test
    void deletesRowAndFileAndAllThatHangsOnThem() {
        var id = upload(anna, "short-lived.mp4");
        tag(anna, id);
        watch(bert, id);
        var others = rows("tags") + rows("watch_history") - 2;

        deleting(anna, id).expectStatus().isNoContent().expectBody().isEmpty();

        assertThat(files()).noneMatch(it -> it.contains(id.toString()));
        assertThat(rows("tags") + rows("watch_history")).isEqualTo(others);
        assertProblem(getting(anna, "/api/media/videos/{id}", id), 404, "video-not-found");
        assertProblem(getting(anna, "/api/media/videos/{id}/stream", id), 404, "video-not-found");
        assertProblem(deleting(anna, id), 404, "video-not-found");
    }

    @Test
    void letsAnAdminDelete() {
        var id = upload(anna, "improper.mp4");

        deleting(root, id).expectStatus().isNoContent();

        assertProblem(getting(anna, "/api/media/videos/{id}", id), 404, "video-not-found");
    }

    @Test
    void makesRoomForTheSameContentAgain() {
        var content = Samples.freshMp4();
        var id = upload(anna, "x.mp4", content);
        deleting(anna, id).expectStatus().isNoContent();

        upload(bert, "x.mp4", content);
    }

    @Test
    void keepsTheRowWhenTheFileCannotBeMoved() throws IOException {
        var id = upload(anna, "stays.mp4");
        var trash = LIBRARY.resolve(".trash");
        Files.deleteIfExists(trash);
        Files.createFile(trash); // no folder can be made where a file is
        try {
            assertProblem(deleting(anna, id), 500, "internal-error");
        } finally {
            Files.delete(trash);
        }

        getting(anna, "/api/media/videos/{id}/stream", id).expectStatus().isOk();
        deleting(anna, id).expectStatus().isNoContent();
    }

    @Test
    void deletesARowWhoseFileIsGone() throws IOException {
        var id = upload(anna, "gone.mp4");
        Files.delete(LIBRARY.resolve("uploads/" + id + ".mp4"));

        deleting(anna, id).expectStatus().isNoContent();
    }

    @Test
    void settlesTheTrashByWhatTheRowsSay() throws IOException {
        var kept = upload(anna, "kept.mp4");
        var trash = Files.createDirectories(LIBRARY.resolve(".trash"));
        Files.move(LIBRARY.resolve("uploads/" + kept + ".mp4"), trash.resolve(kept.toString()));
        var gone = UUID.randomUUID();
        Files.write(trash.resolve(gone.toString()), Samples.mp4());

        keeping.settleTrash();

        getting(anna, "/api/media/videos/{id}/stream", kept).expectStatus().isOk();
        assertThat(trash).isEmptyDirectory();
        assertThat(files()).noneMatch(it -> it.contains(gone.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "not-an-id, 400, malformed-request",
        "1-1-1-1-1, 400, malformed-request",
        "01890000-0000-7000-8000-000000000000, 404, video-not-found"
    })
    void takesNothingButIds(String id, int status, String type) {
        for (var response :
                new RestTestClient.ResponseSpec[] {
                    renaming(anna, id, "{\"name\": \"x\"}"), deleting(anna, id)
                }) {
            var problem = body(response.expectStatus().isEqualTo(status));
            assertThat(problem.get("type").asString()).isEqualTo("/problems/" + type);
        }
    }

    @Test
    void refusesCallersWithoutAValidToken() {
        var id = upload(anna, "annas.mp4");
        for (var nobody :
                new TestUser[] {
                    tokens.expired("anna"), tokens.forged("anna"), tokens.forgedAdmin("anna")
                }) {
            assertProblem(deleting(nobody, id), 401, "authentication-required");
            assertProblem(
                    renaming(nobody, id, "{\"name\": \"x\"}"), 401, "authentication-required");
        }
    }

    private RestTestClient.ResponseSpec renaming(TestUser user, Object id, String request) {
        return client.patch()
                .uri(URI.create("http://localhost:" + port + "/api/media/videos/" + id))
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body(request)
                .exchange();
    }

    private RestTestClient.ResponseSpec deleting(TestUser user, Object id) {
        return client.delete()
                .uri(URI.create("http://localhost:" + port + "/api/media/videos/" + id))
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .exchange();
    }

    private void tag(TestUser user, UUID id) {
        client.post()
                .uri("/api/media/videos/{id}/tags", id)
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"name\": \"holiday\"}")
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private void watch(TestUser user, UUID id) {
        client.put()
                .uri("/api/media/videos/{id}/position", id)
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"positionSeconds\": 1}")
                .exchange()
                .expectStatus()
                .isOk();
    }
}
