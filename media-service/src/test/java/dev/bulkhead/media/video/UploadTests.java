package dev.bulkhead.media.video;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.media.Samples;
import dev.bulkhead.testing.TestUser;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

class UploadTests extends MediaTest {

    TestUser anna;
    TestUser bert;

    @BeforeEach
    void people() {
        anna = tokens.user("anna");
        bert = tokens.user("bert");
    }

    @Test
    void storesTheFileAndSaysWhatIsInIt() throws Exception {
        var content = Samples.freshMp4();

        var response = uploading(anna, "Ferien am See.mp4", content).expectStatus().isCreated();
        var video = body(response);

        var id = video.get("id").asString();
        response.expectHeader().location("/api/media/videos/" + id);
        assertThat(video.get("name").asString()).isEqualTo("Ferien am See.mp4");
        assertThat(video.get("size").asInt()).isEqualTo(content.length);
        assertThat(video.get("mimeType").asString()).isEqualTo("video/mp4");
        assertThat(video.get("durationSeconds").decimalValue()).isEqualByComparingTo("2");
        assertThat(video.get("metadata").get("width").asInt()).isEqualTo(160);
        assertThat(video.get("metadata").get("videoCodec").asString()).isEqualTo("H.264");
        assertThat(video.get("hash").asString()).isEqualTo(sha256(content));
        assertThat(video.get("ownerId").asString()).isEqualTo(anna.id().toString());
        assertThat(video.get("available").asBoolean()).isTrue();
        assertThat(video.get("tags").size()).isZero();
        assertThat(LIBRARY.resolve("uploads/" + id + ".mp4")).hasBinaryContent(content);
        assertThat(files()).noneMatch(it -> it.startsWith(".incoming"));
        assertThat(get(bert, "/api/media/videos/" + id)).isEqualTo(video);
    }

    @ParameterizedTest
    @CsvSource({
        "two-seconds.webm, video/webm, webm",
        "two-seconds.avi, video/x-msvideo, avi",
        "one-second.mov, video/quicktime, mov",
        "one-second.mkv, video/x-matroska, mkv"
    })
    void judgesTheFormatByTheContent(String sample, String mimeType, String extension) {
        var video =
                body(
                        uploading(anna, "says-it-is.mp4", Samples.read(sample))
                                .expectStatus()
                                .isCreated());

        assertThat(video.get("mimeType").asString()).isEqualTo(mimeType);
        assertThat(files()).contains("uploads/" + video.get("id").asString() + "." + extension);
    }

    @Test
    void keepsOneContentOnce() {
        var content = Samples.freshMp4();
        var id = upload(anna, "first.mp4", content);
        var files = files();

        var again = body(uploading(anna, "second.mp4", content).expectStatus().isOk());
        assertThat(again.get("id").asString()).isEqualTo(id.toString());
        assertThat(again.get("name").asString()).isEqualTo("first.mp4");

        var problem = assertProblem(uploading(bert, "mine.mp4", content), 409, "video-exists");
        assertThat(problem.get("video").asString()).isEqualTo(id.toString());
        assertThat(files()).isEqualTo(files);
    }

    @Test
    void endsConcurrentUploadsOfOneContentInOneFile() throws Exception {
        var content = Samples.freshMp4();
        var rows = rows("videos");
        var files = files().size();

        var statuses = concurrently(12, i -> upload(i % 3 == 0 ? bert : anna, content));

        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses).allMatch(it -> it == 201 || it == 200 || it == 409);
        assertThat(rows("videos")).isEqualTo(rows + 1);
        assertThat(files()).hasSize(files + 1);
    }

    private int upload(TestUser user, byte[] content) {
        return uploading(user, "same.mp4", content).expectBody().returnResult().getStatus().value();
    }

    @Test
    void bringsBackAFileThatGotLost() throws IOException {
        var content = Samples.freshMp4();
        var id = upload(anna, "lost.mp4", content);
        var file = LIBRARY.resolve("uploads/" + id + ".mp4");
        Files.delete(file);

        assertProblem(uploading(bert, "lost.mp4", content), 409, "video-exists");
        assertThat(file).doesNotExist();
        uploading(anna, "lost.mp4", content).expectStatus().isOk();
        assertThat(file).hasBinaryContent(content);
        getting(bert, "/api/media/videos/{id}/stream", id).expectStatus().isOk();
    }

    // What is refused

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "just a text that goes on for more than a few bytes"})
    void refusesWhatIsNoVideoWhateverItClaims(String content) {
        assertStoresNothing(() ->
                assertProblem(
                        uploading(anna, "honestly.mp4", content.getBytes(US_ASCII)),
                        415,
                        "unsupported-video"));
    }

    @Test
    void refusesSoundAndDamagedFiles() {
        assertStoresNothing(() -> {
            assertProblem(
                    uploading(anna, "sound.mp4", Samples.read("sound-only.m4a")),
                    415,
                    "unsupported-video");
            assertProblem(
                    uploading(anna, "half.mp4", Arrays.copyOf(Samples.mp4(), 300)),
                    415,
                    "unsupported-video");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "image/gif"
            })
    void refusesOtherMediaTypes(String type) {
        assertStoresNothing(() ->
                assertProblem(
                        client.post()
                                .uri("/api/media/videos?name=x.mp4")
                                .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                                .contentType(MediaType.parseMediaType(type))
                                .body(Samples.freshMp4())
                                .exchange(),
                        415,
                        "unsupported-media-type"));
    }

    @Test
    void refusesWhatIsAnnouncedTooBig() throws IOException {
        assertStoresNothing(() -> {
            try (var socket = connect()) {
                var out = socket.getOutputStream();
                write(out, head("Content-Length: " + (64L * 1024 * 1024 + 1)));
                assertThat(answer(socket)).contains(" 413 ").contains("/problems/upload-too-big");
            }
        });
    }

    @Test
    void stopsReadingWhatTurnsOutTooBig() throws IOException {
        assertStoresNothing(() -> {
            try (var socket = connect()) {
                var out = socket.getOutputStream();
                write(out, head("Transfer-Encoding: chunked"));
                chunk(out, Samples.mp4(), Samples.mp4().length);
                var zeros = new byte[1024 * 1024];
                for (int i = 0; i < 65; i++) {
                    chunk(out, zeros, zeros.length);
                }
                assertThat(answer(socket)).contains(" 413 ").contains("/problems/upload-too-big");
            }
        });
    }

    @Test
    void leavesNothingBehindWhenTheSenderHangsUp() throws IOException {
        var content = Samples.freshMp4();
        assertStoresNothing(() -> {
            try (var socket = connect()) {
                var out = socket.getOutputStream();
                write(out, head("Content-Length: " + 8 * 1024 * 1024));
                out.write(content);
                out.write(new byte[1024 * 1024]);
                out.flush();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> files().stream().anyMatch(it -> it.startsWith(".incoming")));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> files().stream().noneMatch(it -> it.startsWith(".incoming")));
        });
        upload(anna, "whole.mp4", content); // and the whole of it is welcome
    }

    @Test
    void refusesCallersWithoutAValidToken() {
        assertStoresNothing(() -> {
            var content = Samples.freshMp4();
            assertProblem(
                    client.post()
                            .uri("/api/media/videos")
                            .contentType(MediaType.APPLICATION_OCTET_STREAM)
                            .body(content)
                            .exchange(),
                    401,
                    "authentication-required");
            for (var nobody : List.of(tokens.expired("anna"), tokens.forged("anna"))) {
                assertProblem(uploading(nobody, "x.mp4", content), 401, "authentication-required");
            }
            assertProblem(
                    client.post()
                            .uri("/api/media/videos")
                            .header(HttpHeaders.AUTHORIZATION, tokens.service("cron", "orders"))
                            .contentType(MediaType.APPLICATION_OCTET_STREAM)
                            .body(content)
                            .exchange(),
                    403,
                    "access-denied");
        });
    }

    // Names

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ../../etc/passwd             | passwd
                    /etc/shadow.mp4              | shadow.mp4
                    C:\\Users\\anna\\clip.mp4    | clip.mp4
                    ..\\..\\windows\\win.ini     | win.ini
                    %2e%2e%2fsecret.mp4          | %2e%2e%2fsecret.mp4
                    ..                           | video
                    .                            | video
                    videos/                      | video
                    CON                          | _CON
                    nul.mp4                      | _nul.mp4
                    COM1 .mp4                    | _COM1 .mp4
                    Königsüber 🎬 映画.mp4        | Königsüber 🎬 映画.mp4
                    a'; drop table videos; --.mp4 | a'; drop table videos; --.mp4
                    """)
    void keepsOnlyTheNameOfWhateverIsSent(String sent, String kept) {
        var video = body(uploading(anna, sent, Samples.freshMp4()).expectStatus().isCreated());

        assertThat(video.get("name").asString()).isEqualTo(kept);
        var id = video.get("id").asString();
        assertThat(files()).contains("uploads/" + id + ".mp4");
        assertThat(files()).allMatch(it -> it.matches("uploads/[0-9a-f-]{36}\\.[a-z0-9]{3,4}"));
    }

    @Test
    void dropsCharactersThatTurnNamesAround() {
        var video =
                body(
                        uploading(anna, "a\u202Egpj.\u0007mp4\r\n", Samples.freshMp4())
                                .expectStatus()
                                .isCreated());

        assertThat(video.get("name").asString()).isEqualTo("agpj.mp4");
    }

    @Test
    void refusesNamesThatCannotBe() {
        assertStoresNothing(() -> {
            assertProblem(
                    uploading(anna, "x".repeat(256), Samples.freshMp4()), 422, "validation-failed");
            assertProblem(uploading(anna, "x\0.mp4", Samples.freshMp4()), 400, "malformed-request");
        });
    }

    @Test
    void findsANameWhenNoneIsGiven() {
        var video =
                body(
                        client.post()
                                .uri("/api/media/videos")
                                .header(HttpHeaders.AUTHORIZATION, anna.bearer())
                                .body(Samples.freshMp4())
                                .exchange()
                                .expectStatus()
                                .isCreated());

        assertThat(video.get("name").asString()).isEqualTo("video.mp4");
    }

    // Memory

    /** All threads together allocate less than the upload holds: nobody can have kept it. */
    @Test
    void neverHoldsAnUploadInMemory() throws IOException {
        var sample = Samples.freshMp4();
        int unused = 56 * 1024 * 1024;
        long length = sample.length + 8L + unused;
        upload(anna, "warm-up.mp4");
        var buffer = new byte[64 * 1024];
        try (var socket = connect()) {
            var out = socket.getOutputStream();
            write(out, head("Content-Length: " + length));
            long before = allocated();
            out.write(sample);
            out.write(Samples.freeBox(unused));
            for (int left = unused; left > 0; left -= buffer.length) {
                out.write(buffer);
            }
            out.flush();
            var answer = answer(socket);
            long used = allocated() - before;

            assertThat(answer).startsWith("HTTP/1.1 201").contains("\"size\":" + length);
            assertThat(used).isLessThan(unused / 3);
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getTotalThreadAllocatedBytes();
    }

    // By hand, where an HTTP client would be too well-behaved

    private Socket connect() throws IOException {
        var socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private String head(String length) {
        return """
        POST /api/media/videos?name=raw.mp4 HTTP/1.1\r
        Host: localhost\r
        Authorization: %s\r
        Content-Type: video/mp4\r
        Connection: close\r
        %s\r
        \r
        """
                .formatted(anna.bearer(), length);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }

    private static void chunk(OutputStream out, byte[] content, int length) throws IOException {
        out.write((Integer.toHexString(length) + "\r\n").getBytes(US_ASCII));
        out.write(content, 0, length);
        out.write("\r\n".getBytes(US_ASCII));
    }

    /** Up to the end of the JSON: the server may keep the connection open for the unread rest. */
    private static String answer(Socket socket) throws IOException {
        var answer = new StringBuilder();
        var buffer = new byte[8192];
        while (answer.indexOf("\r\n\r\n") < 0 || answer.lastIndexOf("}") < 0) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                break;
            }
            answer.append(new String(buffer, 0, count, US_ASCII));
        }
        return answer.toString();
    }

    @FunctionalInterface
    private interface Attempt {
        void make() throws IOException;
    }

    private void assertStoresNothing(Attempt attempt) {
        var rows = rows("videos");
        var files = files();
        try {
            attempt.make();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(rows("videos")).isEqualTo(rows);
        assertThat(files()).isEqualTo(files);
    }

    @FunctionalInterface
    private interface Part {
        int play(int i) throws Exception;
    }

    private static List<Integer> concurrently(int times, Part part) throws Exception {
        var start = new CyclicBarrier(times);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var parts = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < times; i++) {
                int number = i;
                parts.add(() -> {
                    start.await();
                    return part.play(number);
                });
            }
            var results = new ArrayList<Integer>();
            for (var result : threads.invokeAll(parts)) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
