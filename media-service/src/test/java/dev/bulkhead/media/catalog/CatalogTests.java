package dev.bulkhead.media.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.testing.TestUser;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

class CatalogTests extends MediaTest {

    static final String VIDEOS = "/api/media/videos";

    TestUser anna;
    TestUser bert;

    @BeforeEach
    void people() {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
        db.asRuntime().sql("delete from videos").update();
    }

    @Test
    void listsNewestFirstPageByPage() {
        for (var name : List.of("one.mp4", "two.mp4", "three.mp4", "four.mp4", "five.mp4")) {
            upload(anna, name);
        }

        var names = new ArrayList<String>();
        var page = get(bert, VIDEOS + "?limit=2");
        names.addAll(texts(page.get("items"), "name"));
        upload(anna, "six.mp4"); // meanwhile; no page shows a video twice
        while (!page.get("next").isNull()) {
            page = get(bert, VIDEOS + "?limit=2&after={after}", page.get("next").asString());
            names.addAll(texts(page.get("items"), "name"));
        }

        assertThat(names)
                .containsExactly("five.mp4", "four.mp4", "three.mp4", "two.mp4", "one.mp4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    summer          | My_Summer-Holiday.2024.mp4
                    SUMM            | My_Summer-Holiday.2024.mp4
                    holiday 2024    | My_Summer-Holiday.2024.mp4
                    umlaut          | Übung-Umlaute.mp4
                    ubung           | Übung-Umlaute.mp4
                    ÜBUNG           | Übung-Umlaute.mp4
                    映画              | 映画 trailer.mp4
                    1e5             | 1e5.mp4
                    mp4 -trailer    | 映画 trailer.mp4
                    """)
    void findsByTheBeginningsOfWords(String q, String name) {
        upload(anna, "My_Summer-Holiday.2024.mp4");
        upload(anna, "Übung-Umlaute.mp4");
        upload(anna, "映画 trailer.mp4");
        upload(anna, "1e5.mp4");

        assertThat(texts(get(bert, VIDEOS + "?q={q}", q).get("items"), "name"))
                .containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ummer",
                "'",
                "':*",
                "!",
                "& | !",
                "summer & winter",
                "%",
                "_",
                "\\",
                "'; select 1"
            })
    void findsNothingByAnythingElse(String q) {
        upload(anna, "My_Summer-Holiday.mp4");

        assertThat(get(bert, VIDEOS + "?q={q}", q).get("items").size()).isZero();
    }

    @Test
    void filtersByTagAndCategory() {
        var paris = upload(anna, "paris.mp4");
        var person = upload(anna, "person.mp4");
        upload(anna, "untagged.mp4");
        tag(paris, "{\"name\": \"Paris\", \"category\": \"place\"}");
        tag(paris, "{\"name\": \"summer\"}");
        tag(person, "{\"name\": \"paris\", \"category\": \"person\"}");

        assertThat(named("?tag=paris")).containsExactly("person.mp4", "paris.mp4");
        assertThat(named("?tag=PARIS&category=Place")).containsExactly("paris.mp4");
        assertThat(named("?category=person")).containsExactly("person.mp4");
        assertThat(named("?category=person&tag=summer")).isEmpty();
        assertThat(named("?category=general&q=par")).containsExactly("paris.mp4");
        assertThat(named("?tag=&category=&q=")).hasSize(3);
    }

    @Test
    void showsTagsWithTheVideo() {
        var id = upload(anna, "tagged.mp4");
        tag(id, "{\"name\": \"b\"}");
        tag(id, "{\"name\": \"a\"}");
        tag(id, "{\"name\": \"z\", \"category\": \"colour\"}");

        var tags = get(bert, VIDEOS + "/{id}", id).get("tags");

        assertThat(texts(tags, "name")).containsExactly("z", "a", "b");
        assertThat(get(bert, VIDEOS).get("items").get(0).get("tags")).isEqualTo(tags);
    }

    @Test
    void showsOnlyTheCallersOwnIfAsked() {
        upload(anna, "annas.mp4");
        upload(bert, "berts.mp4");

        assertThat(texts(get(bert, VIDEOS + "?mine=true").get("items"), "name"))
                .containsExactly("berts.mp4");
        assertThat(get(bert, VIDEOS).get("items").size()).isEqualTo(2);
    }

    @Test
    void neverTellsWhereFilesLie() {
        var id = upload(anna, "x.mp4");

        assertThat(get(anna, VIDEOS + "/{id}", id).toString())
                .doesNotContain("uploads")
                .doesNotContain(LIBRARY.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, 422, validation-failed",
        "?limit=101, 422, validation-failed",
        "?after=nonsense, 400, malformed-request",
        "?after=Li4vLi4vZXRjL3Bhc3N3ZA, 400, malformed-request",
        "?mine=perhaps, 400, malformed-request",
        "?q=a%00b, 400, malformed-request",
        "/nothing, 400, malformed-request",
        "/01890000-0000-7000-8000-000000000000, 404, video-not-found"
    })
    void refusesWhatItCannotRead(String uri, int status, String type) {
        assertProblem(
                client.get()
                        .uri(URI.create("http://localhost:" + port + VIDEOS + uri))
                        .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                        .exchange(),
                status,
                type);
    }

    @Test
    void refusesQueriesBeyondTheLimit() {
        for (var parameter : List.of("q", "tag", "category")) {
            assertProblem(
                    getting(anna, VIDEOS + "?" + parameter + "={text}", "x".repeat(201)),
                    422,
                    "validation-failed");
        }
    }

    @Test
    void refusesCallersWithoutAValidToken() {
        assertProblem(client.get().uri(VIDEOS).exchange(), 401, "authentication-required");
        assertProblem(
                getting(tokens.expired("anna"), VIDEOS + "/{id}", UUID.randomUUID()),
                401,
                "authentication-required");
    }

    @Test
    void describesItself() {
        var api = body(client.get().uri("/api/media/openapi").exchange().expectStatus().isOk());

        assertThat(api.get("paths").propertyNames())
                .contains(
                        "/api/media/videos",
                        "/api/media/videos/{id}",
                        "/api/media/videos/{id}/stream",
                        "/api/media/videos/{id}/tags",
                        "/api/media/videos/{id}/tags/{tagId}",
                        "/api/media/videos/{id}/position",
                        "/api/media/tags",
                        "/api/media/history",
                        "/api/media/scan");
        assertThat(
                        api.at(
                                        "/paths/~1api~1media~1videos/post/requestBody/content/video~1*/schema/format")
                                .asString())
                .isEqualTo("binary");
        // an id is a text on the wire, not an object
        assertThat(
                        api.at("/paths/~1api~1media~1videos~1{id}/get/parameters/0/schema/type")
                                .asString())
                .isEqualTo("string");
    }

    private List<String> named(String query) {
        return texts(get(bert, VIDEOS + query).get("items"), "name");
    }

    private void tag(UUID id, String request) {
        client.post()
                .uri(VIDEOS + "/{id}/tags", id)
                .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                .contentType(MediaType.APPLICATION_JSON)
                .body(request)
                .exchange()
                .expectStatus()
                .isCreated();
    }
}
