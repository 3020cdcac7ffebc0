package dev.bulkhead.media.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.media.Samples;
import dev.bulkhead.testing.TestUser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

class StreamTests extends MediaTest {

    static final String STREAM = "/api/media/videos/{id}/stream";

    TestUser anna;
    TestUser bert;
    byte[] content;
    UUID id;
    String etag;

    @BeforeEach
    void video() {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
        content = Samples.freshMp4();
        id = upload(anna, "Köln & Bonn.mp4", content);
        etag = "\"" + get(anna, "/api/media/videos/{id}", id).get("hash").asString() + "\"";
    }

    @Test
    void sendsTheWholeToEveryUser() {
        var answer = answer(streaming("", ""), 200);

        assertThat(answer.getResponseBody()).isEqualTo(content);
        var headers = answer.getResponseHeaders();
        assertThat(headers.getContentLength()).isEqualTo(content.length);
        assertThat(headers.getContentType()).hasToString("video/mp4");
        assertThat(headers.getFirst(HttpHeaders.ACCEPT_RANGES)).isEqualTo("bytes");
        assertThat(headers.getETag()).isEqualTo(etag);
        assertThat(headers.getLastModified()).isPositive();
        assertThat(headers.getContentDisposition().isInline()).isTrue();
        assertThat(headers.getContentDisposition().getFilename()).isEqualTo("Köln & Bonn.mp4");
        assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getCacheControl()).isEqualTo("private, no-cache");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=100-199, 100, 199",
        "bytes=5000-, 5000, -1",
        "bytes=-10, -10, -1"
    })
    void sendsARange(String range, int first, int last) {
        int from = first < 0 ? content.length + first : first;
        int to = last < 0 ? content.length - 1 : last;

        var answer = answer(streaming(HttpHeaders.RANGE, range), 206);

        assertThat(answer.getResponseBody()).isEqualTo(Arrays.copyOfRange(content, from, to + 1));
        assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.CONTENT_RANGE))
                .isEqualTo("bytes %d-%d/%d", from, to, content.length);
        assertThat(answer.getResponseHeaders().getContentLength()).isEqualTo(to - from + 1);
    }

    @Test
    void sendsSeveralRangesAtOnce() {
        var answer = answer(streaming(HttpHeaders.RANGE, "bytes=0-3,100-103"), 206);

        var type = answer.getResponseHeaders().getContentType();
        assertThat(type).isNotNull();
        assertThat(type.getType() + "/" + type.getSubtype()).isEqualTo("multipart/byteranges");
        var body = answer.getResponseBody();
        assertThat(body).isNotNull();
        assertThat(answer.getResponseHeaders().getContentLength()).isEqualTo(body.length);
        var parts = new String(body, ISO_8859_1).split("--" + type.getParameter("boundary"), -1);
        assertThat(parts).hasSize(4);
        assertThat(parts[1])
                .isEqualTo(
                        "\r\nContent-Type: video/mp4\r\nContent-Range: bytes 0-3/"
                                + content.length
                                + "\r\n\r\n"
                                + new String(content, 0, 4, ISO_8859_1)
                                + "\r\n");
        assertThat(parts[2]).contains(new String(content, 100, 4, ISO_8859_1));
        assertThat(parts[3]).isEqualTo("--\r\n");
    }

    @Test
    void refusesRangesBeyondTheEnd() {
        var response = streaming(HttpHeaders.RANGE, "bytes=" + content.length + "-");

        assertProblem(response, 416, "range-not-satisfiable");
        response.expectHeader().valueEquals(HttpHeaders.CONTENT_RANGE, "bytes */" + content.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=9-5", "bytes=x", "lines=1-2", "bytes=0-,0-", "\u00e4"})
    void ignoresRangesThatAreNone(String range) {
        assertThat(answer(streaming(HttpHeaders.RANGE, range), 200).getResponseBody())
                .isEqualTo(content);
    }

    @Test
    void sendsARangeOnlyOfTheVersionTheClientHas() {
        assertThat(ifRange(etag)).isEqualTo(206);
        assertThat(ifRange("\"another\"")).isEqualTo(200);
        assertThat(ifRange("W/" + etag)).isEqualTo(200);
        assertThat(ifRange("Sat, 21 Nov 2026 12:00:00 GMT")).isEqualTo(200);
    }

    private int ifRange(String value) {
        return client.get()
                .uri(STREAM, id)
                .header(HttpHeaders.AUTHORIZATION, bert.bearer())
                .header(HttpHeaders.RANGE, "bytes=0-9")
                .header(HttpHeaders.IF_RANGE, value)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    @Test
    void sendsNothingThatTheClientHas() {
        var answer = answer(streaming(HttpHeaders.IF_NONE_MATCH, etag), 304);

        assertThat(answer.getResponseBody()).isNullOrEmpty();
        assertThat(answer.getResponseHeaders().getETag()).isEqualTo(etag);
        answer(streaming(HttpHeaders.IF_NONE_MATCH, "\"another\""), 200);
    }

    @Test
    void answersHeadWithoutContent() {
        var answer =
                client.head()
                        .uri(STREAM, id)
                        .header(HttpHeaders.AUTHORIZATION, bert.bearer())
                        .header(HttpHeaders.RANGE, "bytes=0-9") // defined for GET only
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult();

        assertThat(answer.getResponseBody()).isNullOrEmpty();
        assertThat(answer.getResponseHeaders().getContentLength()).isEqualTo(content.length);
        assertThat(answer.getResponseHeaders().getFirst(HttpHeaders.ACCEPT_RANGES))
                .isEqualTo("bytes");
        assertThat(answer.getResponseHeaders().getETag()).isEqualTo(etag);
    }

    @Test
    void namesAnotherVersionWhenTheFileWasChanged() throws IOException {
        var changed = content.clone();
        changed[changed.length - 1]++;
        Files.write(file(), changed);
        Files.setLastModifiedTime(file(), FileTime.from(Instant.parse("2020-01-01T12:00:00Z")));

        var answer = answer(streaming("", ""), 200);

        assertThat(answer.getResponseBody()).isEqualTo(changed);
        assertThat(answer.getResponseHeaders().getETag()).isNotEqualTo(etag).startsWith("\"");
    }

    @Test
    void saysThatTheFileIsMissing() throws IOException {
        Files.delete(file());

        assertProblem(streaming("", ""), 404, "video-file-missing");
    }

    @Test
    void doesNotFollowLinksOutOfTheLibrary(@TempDir Path outside) throws IOException {
        var secret = Files.write(outside.resolve("secret.mp4"), content);
        Files.delete(file());
        Files.createSymbolicLink(file(), secret);
        assertProblem(streaming("", ""), 404, "video-file-missing");

        Files.delete(file());
        var folder = LIBRARY.resolve("linked");
        Files.createSymbolicLink(folder, outside);
        db.asRuntime()
                .sql("update videos set file_path = 'linked/secret.mp4' where id = ?")
                .param(id)
                .update();
        assertProblem(streaming("", ""), 404, "video-file-missing");
        Files.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2f..%2f..%2fetc%2fpasswd",
                "%2e%2e/%2e%2e/etc/passwd",
                "..%5c..%5cwin.ini",
                "%2fetc%2fpasswd",
                "x%00y",
                "....//....//etc/passwd",
                "..;/..;/etc/passwd",
                "con",
                "uploads"
            })
    void takesNothingButIds(String path) throws IOException {
        // by hand: clients tidy such paths up before they send them
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            "GET /api/media/videos/%s/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
                                    .formatted(path, anna.bearer())
                                    .getBytes(ISO_8859_1));
            var answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*");
            assertThat(answer).doesNotContain("root:").doesNotContain("Exception");
        }
    }

    @Test
    void refusesCallersWithoutAValidToken() {
        assertProblem(client.get().uri(STREAM, id).exchange(), 401, "authentication-required");
        assertProblem(getting(tokens.forged("anna"), STREAM, id), 401, "authentication-required");
        assertProblem(
                client.get()
                        .uri(STREAM, id)
                        .header(HttpHeaders.AUTHORIZATION, tokens.service("cron", "orders"))
                        .exchange(),
                403,
                "access-denied");
    }

    /** All threads together allocate less than the video is long: nobody can have held it. */
    @Test
    void neverHoldsAVideoInMemory() throws IOException {
        int unused = 48 * 1024 * 1024;
        try (var out = new RandomAccessFile(file().toFile(), "rw")) {
            out.seek(content.length);
            out.write(Samples.freeBox(unused));
            out.setLength(content.length + 8L + unused);
        }
        var buffer = new byte[64 * 1024];
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            long before = allocated();
            socket.getOutputStream()
                    .write(
                            "GET /api/media/videos/%s/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
                                    .formatted(id, anna.bearer())
                                    .getBytes(ISO_8859_1));
            long received = 0;
            var in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                received += count;
            }
            long used = allocated() - before;

            assertThat(received).isGreaterThan(unused);
            assertThat(used).isLessThan(unused / 3);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getTotalThreadAllocatedBytes();
    }

    private Path file() {
        return LIBRARY.resolve("uploads/" + id + ".mp4");
    }

    private RestTestClient.ResponseSpec streaming(String header, String value) {
        var request = client.get().uri(STREAM, id).header(HttpHeaders.AUTHORIZATION, bert.bearer());
        return (header.isEmpty() ? request : request.header(header, value)).exchange();
    }

    private static EntityExchangeResult<byte[]> answer(
            RestTestClient.ResponseSpec response, int status) {
        return response.expectStatus().isEqualTo(status).expectBody().returnResult();
    }
}
