package dev.bulkhead.media.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.Samples;
import dev.bulkhead.testing.TestUser;
import dev.bulkhead.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** The started service where no database is: nothing listens at the address it would look for. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "bulkhead.media.persistence=off",
            "spring.datasource.url=jdbc:postgresql://localhost:1/nowhere"
        })
@AutoConfigureRestTestClient
class WithoutPersistenceTests {

    static final String VIDEOS = "/api/media/videos";
    static final UUID UPLOADED = UUID.fromString("01890000-0000-7000-8000-000000000001");

    @TempDir static Path library;

    @Autowired RestTestClient client;
    @Autowired ApplicationContext context;

    TestUser anna = Tokens.shared().user("anna");

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bulkhead.media.library", library::toString);
        registry.add("bulkhead.jwks-uri", Tokens.shared()::jwksUri);
        registry.add("bulkhead.issuer", Tokens.shared()::issuer);
    }

    @BeforeEach
    void files() throws IOException {
        write("films/Old Film.mp4", Samples.mp4(), "2024-01-01T00:00:00Z");
        write("films/New Film.webm", Samples.read("two-seconds.webm"), "2026-01-01T00:00:00Z");
        write(
                "uploads/" + UPLOADED + ".avi",
                Samples.read("two-seconds.avi"),
                "2025-01-01T00:00:00Z");
        write("notes.mp4", "no video".getBytes(), "2025-01-01T00:00:00Z");
    }

    private static void write(String name, byte[] content, String time) throws IOException {
        var file = library.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }

    @Test
    void isReadyWithoutADatabase() {
        assertThat(context.getBeanNamesForType(DataSource.class)).isEmpty();
        client.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
        client.get().uri("/actuator/health").exchange().expectStatus().isOk();
    }

    @Test
    void listsWhatIsOnDiskNewestFirst() {
        var names = new ArrayList<String>();
        var page = get(VIDEOS + "?limit=2");
        names.addAll(names(page));
        names.addAll(names(get(VIDEOS + "?limit=2&after={after}", page.get("next").asString())));

        assertThat(names).containsExactly("New Film.webm", UPLOADED + ".avi", "Old Film.mp4");
        assertThat(names(get(VIDEOS + "?q=old fi"))).containsExactly("Old Film.mp4");
        assertThat(names(get(VIDEOS + "?q=!"))).isEmpty();
    }

    @Test
    void readsWhatFilesSayOfThemselves() {
        var film = get(VIDEOS + "?q=old").get("items").get(0);

        assertThat(film.get("durationSeconds").decimalValue()).isEqualByComparingTo("2");
        assertThat(film.get("metadata").get("videoCodec").asString()).isEqualTo("H.264");
        assertThat(film.get("ownerId").isNull()).isTrue();
        assertThat(get(VIDEOS + "/{id}", film.get("id").asString())).isEqualTo(film);
    }

    /** The browser keeps positions by id, so an id must not change with the next start. */
    @Test
    void givesEachFileTheSameIdForever() {
        assertThat(get(VIDEOS + "?q=old").get("items").get(0).get("id").asString())
                .isEqualTo("e72ed406-c6cb-8dd8-a25c-42cb1c53e212");
        assertThat(get(VIDEOS + "/{id}", UPLOADED).get("mimeType").asString())
                .isEqualTo("video/x-msvideo");
    }

    @Test
    void streams() {
        var film = get(VIDEOS + "?q=old").get("items").get(0).get("id").asString();

        var answer =
                client.get()
                        .uri(VIDEOS + "/{id}/stream", film)
                        .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                        .header(HttpHeaders.RANGE, "bytes=4-7")
                        .exchange()
                        .expectStatus()
                        .isEqualTo(206)
                        .expectBody()
                        .returnResult();

        assertThat(answer.getResponseBody()).isEqualTo("ftyp".getBytes());
        assertThat(answer.getResponseHeaders().getETag()).matches("\"[0-9a-f-]+\"");
    }

    @Test
    void forgetsFilesThatAreGone() throws IOException {
        write("passing.mp4", Samples.freshMp4(), "2026-02-02T00:00:00Z");
        var id = get(VIDEOS + "?q=passing").get("items").get(0).get("id").asString();

        Files.delete(library.resolve("passing.mp4"));

        assertProblem(request(HttpMethod.GET, VIDEOS + "/" + id), 404, "video-not-found");
        assertProblem(
                request(HttpMethod.GET, VIDEOS + "/" + id + "/stream"), 404, "video-not-found");
        assertThat(get(VIDEOS + "?q=passing").get("items").size()).isZero();
    }

    @Test
    void findsNothingOutsideTheFolder(@TempDir Path outside) throws IOException {
        var secret = Files.write(outside.resolve("secret.mp4"), Samples.freshMp4());
        var link = Files.createSymbolicLink(library.resolve("secret.mp4"), secret);
        try {
            assertThat(get(VIDEOS + "?q=secret").get("items").size()).isZero();
        } finally {
            Files.delete(link);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /tags",
        "GET, /history",
        "GET, /scan",
        "POST, /scan",
        "POST, /videos",
        "PATCH, /videos/01890000-0000-7000-8000-000000000001",
        "DELETE, /videos/01890000-0000-7000-8000-000000000001",
        "POST, /videos/01890000-0000-7000-8000-000000000001/tags",
        "DELETE,"
            + " /videos/01890000-0000-7000-8000-000000000001/tags/01890000-0000-7000-8000-000000000001",
        "GET, /videos/01890000-0000-7000-8000-000000000001/position",
        "PUT, /videos/01890000-0000-7000-8000-000000000001/position",
        "DELETE, /videos/01890000-0000-7000-8000-000000000001/position",
        "GET, /videos?tag=x",
        "GET, /videos?category=x",
        "GET, /videos?mine=true"
    })
    void saysSoWhereTheDatabaseIsNeeded(String method, String path) {
        var admin = Tokens.shared().admin("root");

        assertProblem(
                client.method(HttpMethod.valueOf(method))
                        .uri("/api/media" + path)
                        .header(HttpHeaders.AUTHORIZATION, admin.bearer())
                        .contentType(MediaType.APPLICATION_JSON)
                        .body("{}")
                        .exchange(),
                503,
                "persistence-unavailable");
        assertThat(library.resolve("uploads/" + UPLOADED + ".avi")).exists();
        assertThat(library.resolve(".incoming")).doesNotExist();
    }

    @Test
    void stillChecksTokens() {
        assertProblem(client.get().uri(VIDEOS).exchange(), 401, "authentication-required");
        assertProblem(
                client.get().uri("/api/media/tags").exchange(), 401, "authentication-required");
        assertProblem(request(HttpMethod.GET, "/api/media/scan"), 403, "access-denied");
    }

    @Test
    void refusesForeignCursors() {
        for (var after : List.of("x", "MDE4OTAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAx")) {
            assertProblem(
                    request(HttpMethod.GET, VIDEOS + "?after=" + after), 400, "malformed-request");
        }
    }

    private RestTestClient.ResponseSpec request(HttpMethod method, String uri) {
        return client.method(method)
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                .exchange();
    }

    private JsonNode get(String uri, Object... values) {
        var body =
                client.get()
                        .uri(uri, values)
                        .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(body).isNotNull();
        return body;
    }

    private static List<String> names(JsonNode page) {
        return page.get("items").valueStream().map(it -> it.get("name").asString()).toList();
    }

    private static void assertProblem(
            RestTestClient.ResponseSpec response, int status, String type) {
        var problem =
                response.expectStatus()
                        .isEqualTo(status)
                        .expectHeader()
                        .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON)
                        .expectBody(JsonNode.class)
                        .returnResult()
                        .getResponseBody();
        assertThat(problem).isNotNull();
        assertThat(problem.get("type").asString()).isEqualTo("/problems/" + type);
    }
}
