package dev.bulkhead.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.testing.ServiceTest;
import dev.bulkhead.testing.TestDatabase;
import dev.bulkhead.testing.TestUser;
import dev.bulkhead.testing.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

/** The service over HTTP, with an empty library and a fresh database for each class. */
@ServiceTest(value = "media", properties = "bulkhead.media.max-upload-size=64MB")
public abstract class MediaTest {

    protected static final Path LIBRARY = newFolder();

    @Autowired protected RestTestClient client;
    @Autowired protected Tokens tokens;
    @Autowired protected TestDatabase db;
    @LocalServerPort protected int port;

    @DynamicPropertySource
    static void library(DynamicPropertyRegistry registry) {
        registry.add("bulkhead.media.library", LIBRARY::toString);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "library")
                    .toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    @AfterAll
    protected static void emptyLibrary() throws IOException {
        Files.walkFileTree(
                LIBRARY,
                new SimpleFileVisitor<>() {

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                            throws IOException {
                        if (!folder.equals(LIBRARY)) {
                            Files.delete(folder);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    protected RestTestClient.ResponseSpec uploading(TestUser user, String name, byte[] content) {
        return client.post()
                .uri("/api/media/videos?name={name}", name)
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .contentType(MediaType.parseMediaType("video/mp4"))
                .body(content)
                .exchange();
    }

    /** Uploads a video of new content. */
    protected UUID upload(TestUser user, String name) {
        return upload(user, name, Samples.freshMp4());
    }

    protected UUID upload(TestUser user, String name, byte[] content) {
        var video = body(uploading(user, name, content).expectStatus().isCreated());
        return UUID.fromString(video.get("id").asString());
    }

    protected RestTestClient.ResponseSpec getting(TestUser user, String uri, Object... values) {
        return client.get()
                .uri(uri, values)
                .header(HttpHeaders.AUTHORIZATION, user.bearer())
                .exchange();
    }

    protected JsonNode get(TestUser user, String uri, Object... values) {
        return body(getting(user, uri, values).expectStatus().isOk());
    }

    protected static JsonNode body(RestTestClient.ResponseSpec response) {
        var body = response.expectBody(JsonNode.class).returnResult().getResponseBody();
        assertThat(body).isNotNull();
        return body;
    }

    /** The answer is a problem document of this kind. */
    protected static JsonNode assertProblem(
            RestTestClient.ResponseSpec response, int status, String type) {
        var problem =
                body(
                        response.expectStatus()
                                .isEqualTo(status)
                                .expectHeader()
                                .contentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON));
        assertThat(problem.path("type").asString("none"))
                .as("%s", problem)
                .isEqualTo("/problems/" + type);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        return problem;
    }

    protected static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(it -> it.get(field).asString()).toList();
    }

    protected long rows(String table) {
        return db.asAdmin().sql("select count(*) from " + table).query(Long.class).single();
    }

    /** What lies in the library, relative to it, hidden folders included. */
    protected static List<String> files() {
        try (var files = Files.walk(LIBRARY)) {
            return files.filter(it -> !Files.isDirectory(it, LinkOption.NOFOLLOW_LINKS))
                    .map(it -> LIBRARY.relativize(it).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
