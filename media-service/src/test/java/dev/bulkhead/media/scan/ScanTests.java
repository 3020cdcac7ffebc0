package dev.bulkhead.media.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.media.MediaTest;
import dev.bulkhead.media.Samples;
import dev.bulkhead.testing.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;

class ScanTests extends MediaTest {

    static final String SCAN = "/api/media/scan";

    TestUser root;
    TestUser anna;
    Path films;

    @BeforeEach
    void emptyFolder() throws IOException {
        root = tokens.admin("root");
        anna = tokens.user("anna");
        db.asRuntime().sql("delete from videos").update();
        db.asRuntime().sql("delete from scans").update();
        emptyLibrary();
        films = Files.createDirectories(LIBRARY.resolve("films/2026"));
    }

    @Test
    void findsWhatLiesInTheFolder() throws IOException {
        write("Häuser am See.mp4", Samples.freshMp4());
        write("clip.WEBM", Samples.read("two-seconds.webm"));
        write("notes.txt", "no video".getBytes());
        write("pretender.mp4", "no video either".getBytes());
        write(".hidden.mp4", Samples.freshMp4());
        Files.createDirectories(LIBRARY.resolve(".private"));
        Files.write(LIBRARY.resolve(".private/own.mp4"), Samples.freshMp4());

        var scan = scan();

        assertThat(scan.get("state").asString()).isEqualTo("FINISHED");
        assertThat(counts(scan)).isEqualTo(Map.of("seen", 4L, "added", 2L, "unsupported", 2L));
        var videos = get(anna, "/api/media/videos").get("items");
        assertThat(texts(videos, "name"))
                .containsExactlyInAnyOrder("Häuser am See.mp4", "clip.WEBM");
        var film = get(anna, "/api/media/videos?q=see").get("items").get(0);
        assertThat(film.get("durationSeconds").decimalValue()).isEqualByComparingTo("2");
        assertThat(film.get("ownerId").asString()).isEqualTo(root.id().toString());
        getting(anna, "/api/media/videos/{id}/stream", film.get("id").asString())
                .expectStatus()
                .isOk();
    }

    @Test
    void changesNothingWhenNothingChanged() throws IOException {
        write("a.mp4", Samples.freshMp4());
        write("b.mp4", Samples.freshMp4());
        upload(anna, "uploaded.mp4");
        scan();
        var before = get(anna, "/api/media/videos");

        var counts = counts(scan());

        assertThat(counts).isEqualTo(Map.of("seen", 3L, "unchanged", 3L));
        assertThat(get(anna, "/api/media/videos")).isEqualTo(before);
    }

    @Test
    void keepsIdsTagsAndPositionsWhenFilesMove() throws IOException {
        var a = write("a.mp4", Samples.freshMp4());
        write("b.mp4", Samples.freshMp4());
        scan();
        var before = ids();

        Files.move(a, LIBRARY.resolve("moved.mp4"));

        assertThat(counts(scan())).isEqualTo(Map.of("seen", 2L, "moved", 1L, "unchanged", 1L));
        assertThat(ids()).isEqualTo(before);
        assertAllStream();
    }

    @Test
    void followsContentsThatSwapTheirFiles() throws IOException {
        var a = write("a.mp4", Samples.freshMp4());
        var b = write("b.mp4", Samples.withFreeBox(Samples.read("three-seconds.mp4"), new byte[9]));
        scan();
        var before = lengths();

        var c = films.resolve("c.mp4");
        Files.move(a, c);
        Files.move(b, a);
        Files.move(c, b);
        scan();

        assertThat(lengths()).isEqualTo(before);
        assertAllStream();
    }

    @Test
    void noticesAFileOverwrittenByAnother() throws IOException {
        var a = write("a.mp4", Samples.freshMp4());
        var b = write("b.mp4", Samples.withFreeBox(Samples.freshMp4(), new byte[7]));
        scan();
        var idOfB = id("b");

        Files.move(b, a, StandardCopyOption.REPLACE_EXISTING);
        scan();

        assertThat(get(anna, "/api/media/videos/{id}", idOfB).get("available").asBoolean())
                .isTrue();
        var lost =
                get(anna, "/api/media/videos")
                        .get("items")
                        .valueStream()
                        .filter(it -> !it.get("available").asBoolean())
                        .toList();
        assertThat(lost).hasSize(1);
        assertProblem(
                getting(
                        anna,
                        "/api/media/videos/{id}/stream",
                        lost.getFirst().get("id").asString()),
                404,
                "video-file-missing");
    }

    @Test
    void readsChangedFilesAgain() throws IOException {
        var file = write("a.mp4", Samples.freshMp4());
        scan();
        var id = id("a");
        var hash = get(anna, "/api/media/videos/{id}", id).get("hash");

        Files.write(file, Samples.withFreeBox(Samples.read("three-seconds.mp4"), new byte[5]));
        assertThat(counts(scan())).isEqualTo(Map.of("seen", 1L, "changed", 1L));

        var changed = get(anna, "/api/media/videos/{id}", id);
        assertThat(changed.get("hash")).isNotEqualTo(hash);
        assertThat(changed.get("durationSeconds").decimalValue()).isEqualByComparingTo("3");

        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(counts(scan())).isEqualTo(Map.of("seen", 1L, "unchanged", 1L));
    }

    @Test
    void keepsTheRowsOfVanishedFilesUntilTheyReturn() throws IOException {
        var file = write("a.mp4", Samples.freshMp4());
        scan();
        var id = id("a");
        var content = Files.readAllBytes(file);
        var time = Files.getLastModifiedTime(file);

        Files.delete(file);
        assertThat(counts(scan())).isEqualTo(Map.of("vanished", 1L));
        assertThat(get(anna, "/api/media/videos/{id}", id).get("available").asBoolean()).isFalse();
        assertThat(counts(scan())).isEmpty();

        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
        assertThat(counts(scan())).isEqualTo(Map.of("seen", 1L, "returned", 1L));
        assertThat(get(anna, "/api/media/videos/{id}", id).get("available").asBoolean()).isTrue();
    }

    @Test
    void takesAFileThatIsNoVideoAnyMoreForGone() throws IOException {
        var file = write("a.mp4", Samples.freshMp4());
        scan();

        Files.writeString(file, "overwritten by mistake");

        assertThat(counts(scan())).isEqualTo(Map.of("seen", 1L, "unsupported", 1L, "vanished", 1L));
    }

    @Test
    void keepsOneVideoForTwoCopies() throws IOException {
        var content = Samples.freshMp4();
        write("a.mp4", content);
        var copy = write("copy of a.mp4", content);

        assertThat(counts(scan())).isEqualTo(Map.of("seen", 2L, "added", 1L, "duplicates", 1L));
        assertThat(copy).exists();

        // whichever was taken in goes; the other takes its place
        var id = ids().keySet().iterator().next();
        Files.delete(films.resolve(ids().get(id)));
        assertThat(counts(scan())).isEqualTo(Map.of("seen", 1L, "moved", 1L));
        assertAllStream();
    }

    @Test
    void followsNoLinks(@TempDir Path outside) throws IOException {
        Files.write(outside.resolve("secret.mp4"), Samples.freshMp4());
        Files.createSymbolicLink(films.resolve("link.mp4"), outside.resolve("secret.mp4"));
        Files.createSymbolicLink(films.resolve("folder"), outside);
        Files.createSymbolicLink(films.resolve("loop"), LIBRARY);
        Files.createSymbolicLink(films.resolve("nowhere"), outside.resolve("nothing"));

        assertThat(counts(scan())).isEqualTo(Map.of("skipped", 4L));
        assertThat(rows("videos")).isZero();
    }

    @Test
    void takesInUploadsThatLostTheirRows() throws IOException {
        var id = upload(anna, "mine.mp4");
        db.asRuntime().sql("delete from videos").update();
        var file = LIBRARY.resolve("uploads/" + id + ".mp4");

        assertThat(counts(scan())).as("too young to be sure").isEqualTo(Map.of("seen", 1L));
        age(file);
        assertThat(counts(scan())).isEqualTo(Map.of("seen", 1L, "added", 1L));

        getting(anna, "/api/media/videos/{id}/stream", id).expectStatus().isOk();
    }

    @Test
    void removesTheRestOfAnUploadThatWasMadeAgain() throws IOException {
        var content = Samples.freshMp4();
        upload(anna, "mine.mp4", content);
        var rest = LIBRARY.resolve("uploads/" + UUID.randomUUID() + ".mp4");
        Files.write(rest, content);
        age(rest);

        assertThat(counts(scan())).isEqualTo(Map.of("seen", 2L, "unchanged", 1L, "duplicates", 1L));
        assertThat(rest).doesNotExist();
    }

    @Test
    void takesNamesThatOtherSystemsWouldRefuse() throws IOException {
        for (var name :
                List.of("a\\b.mp4", "CON.mp4", "new\nline.mp4", "q?*<>|\".mp4", "-rf.mp4")) {
            write(name, Samples.freshMp4());
        }

        assertThat(counts(scan())).isEqualTo(Map.of("seen", 5L, "added", 5L));
        assertThat(texts(get(anna, "/api/media/videos").get("items"), "name"))
                .containsExactlyInAnyOrder(
                        "b.mp4", "_CON.mp4", "newline.mp4", "q?*<>|\".mp4", "-rf.mp4");
        assertAllStream();
    }

    @Test
    void runsOnceAtATime() {
        db.asRuntime()
                .sql(
                        """
                        insert into scans (id, started_by, state, started_at, heartbeat_at, seen)
                        values (gen_random_uuid(), gen_random_uuid(), 'running', now(), now(), 42)
                        """)
                .update();

        var answer = body(starting(root).expectStatus().isAccepted());

        assertThat(answer.get("state").asString()).isEqualTo("RUNNING");
        assertThat(answer.get("counts").get("seen").asLong()).isEqualTo(42);
        assertThat(rows("scans")).isOne();
    }

    @Test
    void startsAgainAfterAnInstanceDied() {
        db.asRuntime()
                .sql(
                        """
                        insert into scans (id, started_by, state, started_at, heartbeat_at)
                        values ('01890000-0000-7000-8000-000000000000', gen_random_uuid(), 'running',
                                now() - interval '1 hour', now() - interval '2 minutes')
                        """)
                .update();
        assertThat(get(root, SCAN).get("state").asString()).isEqualTo("INTERRUPTED");

        assertThat(scan().get("state").asString()).isEqualTo("FINISHED");
        assertThat(
                        db.asRuntime()
                                .sql("select state from scans order by id")
                                .query(String.class)
                                .list())
                .containsExactly("interrupted", "finished");
    }

    @Test
    void isForAdmins() {
        assertProblem(getting(root, SCAN), 404, "no-scan-yet");
        assertProblem(starting(anna), 403, "access-denied");
        assertProblem(getting(anna, SCAN), 403, "access-denied");
        assertProblem(starting(tokens.forgedAdmin("root")), 401, "authentication-required");
        assertProblem(client.post().uri(SCAN).exchange(), 401, "authentication-required");
        assertThat(rows("scans")).isZero();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(films.resolve(name), content);
    }

    private static void age(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(1, ChronoUnit.HOURS)));
    }

    private RestTestClient.ResponseSpec starting(TestUser user) {
        return client.post().uri(SCAN).header(HttpHeaders.AUTHORIZATION, user.bearer()).exchange();
    }

    private JsonNode scan() {
        starting(root).expectStatus().isAccepted();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> get(root, SCAN), it -> !it.get("state").asString().equals("RUNNING"));
    }

    /** Those that are not zero. */
    private static Map<String, Long> counts(JsonNode scan) {
        return scan.get("counts")
                .propertyStream()
                .filter(it -> it.getValue().asLong() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().asLong()));
    }

    private Map<String, String> ids() {
        return get(anna, "/api/media/videos")
                .get("items")
                .valueStream()
                .collect(
                        Collectors.toMap(
                                it -> it.get("id").asString(), it -> it.get("name").asString()));
    }

    private Map<String, String> lengths() {
        return get(anna, "/api/media/videos")
                .get("items")
                .valueStream()
                .filter(it -> it.get("available").asBoolean())
                .collect(
                        Collectors.toMap(
                                it -> it.get("id").asString(),
                                it -> it.get("durationSeconds").decimalValue().toPlainString()));
    }

    private String id(String q) {
        return get(anna, "/api/media/videos?q={q}", q).get("items").get(0).get("id").asString();
    }

    private void assertAllStream() {
        ids().keySet()
                .forEach(id ->
                        getting(anna, "/api/media/videos/{id}/stream", id).expectStatus().isOk());
    }
}
