package dev.bulkhead.media.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class LibraryTests {

    static final byte[] CONTENT = "content of some length".getBytes();

    @TempDir Path folder;
    Path root;
    long free = Long.MAX_VALUE;
    Library library;

    @BeforeEach
    void open() throws IOException {
        root = folder.resolve("library");
        library = reopened();
    }

    private Library reopened() throws IOException {
        return new Library(
                new LibrarySettings(root, DataSize.ofKilobytes(200), DataSize.ofKilobytes(100)),
                () -> free);
    }

    @Test
    void receivesAndShelves() throws IOException {
        var path = Library.uploadPath(UUID.randomUUID(), "mp4");

        StoredFile stored;
        try (var arrival = receive(CONTENT)) {
            assertThat(arrival.size()).isEqualTo(CONTENT.length);
            assertThat(arrival.hash())
                    .isEqualTo("735c78387297d27e47651d80e88d721098845f129b524798b9d0b6285b44468f");
            stored = library.shelve(arrival, path);
        }

        assertThat(stored.file()).hasBinaryContent(CONTENT);
        assertThat(library.find(path)).contains(stored);
        assertThat(root.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void throwsAwayWhatIsNotShelved() throws IOException {
        receive(CONTENT).close();

        assertThat(root.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void refusesMoreThanAnUploadMayHold() {
        assertThatExceptionOfType(UploadTooBig.class)
                .isThrownBy(() -> receive(new byte[200 * 1024 + 1]));
        assertThatExceptionOfType(UploadTooBig.class)
                .isThrownBy(() -> library.receive(untouchable(), 200 * 1024 + 1, _ -> {}));
        assertThat(root.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void takesExactlyAsMuchAsAnUploadMayHold() throws IOException {
        receive(new byte[200 * 1024]).close();
    }

    @Test
    void leavesRoomOnTheDisk() {
        free = 100 * 1024 + CONTENT.length - 1;

        assertThatExceptionOfType(LibraryFull.class)
                .isThrownBy(() -> library.receive(untouchable(), CONTENT.length, _ -> {}));
        assertThat(root.resolve(".incoming")).doesNotExist();
    }

    @Test
    @EnabledIf("hasAFullDisk")
    void knowsAFullDiskWhenItMeetsOne() throws IOException {
        try (var full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> full.write(ByteBuffer.allocate(10)))
                    .matches(FreeSpace::isUsedUp);
        }
    }

    static boolean hasAFullDisk() {
        return Files.exists(Path.of("/dev/full"));
    }

    @Test
    void storesNothingOfWhatTheGateRefuses() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() ->
                        library.receive(
                                new ByteArrayInputStream(CONTENT),
                                -1,
                                head -> {
                                    assertThat(head).isEqualTo(CONTENT);
                                    throw new IllegalStateException();
                                }));
        assertThat(root.resolve(".incoming")).doesNotExist();
    }

    @Test
    void storesNothingOfWhatBreaksOff() {
        var broken =
                new InputStream() {

                    private int left = 100_000;

                    @Override
                    public int read() throws IOException {
                        if (--left < 0) {
                            throw new IOException("gone");
                        }
                        return 1;
                    }
                };

        assertThatExceptionOfType(UploadIncomplete.class)
                .isThrownBy(() -> library.receive(broken, -1, _ -> {}));
        assertThat(root.resolve(".incoming")).isEmptyDirectory();
    }

    @Test
    void removesLeftoversAtStartButNothingThatIsBeingWritten() throws IOException {
        receive(CONTENT).close();
        var leftover = Files.write(root.resolve(".incoming/leftover.part"), CONTENT);
        var busy = root.resolve(".incoming/busy.part");
        try (var out =
                        FileChannel.open(
                                busy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                var _ = out.lock()) {
            reopened();
            assertThat(busy).exists();
        }
        assertThat(leftover).doesNotExist();
        reopened();
        assertThat(busy).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "..",
                "../secret.mp4",
                "films/../../secret.mp4",
                "films/..",
                "./film.mp4",
                "films//film.mp4",
                "films/",
                ".incoming/x.part",
                ".trash/x",
                "films/.hidden",
                "films/\0.mp4"
            })
    void hasNoPathThatLeadsOut(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LibraryPath(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "a\\..\\b", "~", "a:b", "%2e%2e", "x...", "名前"})
    void findsNothingButFilesOfTheFolder(String name) throws IOException {
        assertThat(library.find(new LibraryPath(name))).isEmpty();
        Files.write(root.resolve(name), CONTENT);
        assertThat(library.find(new LibraryPath(name)))
                .hasValueSatisfying(it -> assertThat(it.size()).isEqualTo(CONTENT.length));
    }

    @Test
    void findsNothingByVeryLongNames() {
        assertThat(library.find(new LibraryPath("x".repeat(100_000)))).isEmpty();
        assertThat(library.find(new LibraryPath("x/".repeat(100_000) + "x"))).isEmpty();
    }

    @Test
    void followsNoLinks() throws IOException {
        var outside = Files.createDirectories(folder.resolve("outside"));
        var secret = Files.write(outside.resolve("secret.mp4"), CONTENT);
        Files.createSymbolicLink(root.resolve("file.mp4"), secret);
        Files.createSymbolicLink(root.resolve("folder"), outside);
        Files.createSymbolicLink(root.resolve("up"), Path.of(".."));

        assertThat(library.find(new LibraryPath("file.mp4"))).isEmpty();
        assertThat(library.find(new LibraryPath("folder/secret.mp4"))).isEmpty();
        assertThat(library.find(new LibraryPath("up/outside/secret.mp4"))).isEmpty();
        assertThat(library.find(new LibraryPath("folder"))).isEmpty();
    }

    @Test
    void doesNotOpenALinkThatTookTheFilesPlace() throws IOException {
        var secret = Files.write(folder.resolve("secret.mp4"), CONTENT);
        var file = Files.write(root.resolve("film.mp4"), CONTENT);
        var found = library.find(new LibraryPath("film.mp4")).orElseThrow();
        Files.delete(file);
        Files.createSymbolicLink(file, secret);

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> library.open(found));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> library.hash(found));
    }

    @Test
    void doesNotReceiveIntoALinkedFolder() throws IOException {
        Files.createSymbolicLink(
                root.resolve(".incoming"), Files.createDirectories(folder.resolve("elsewhere")));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> receive(CONTENT));
        assertThat(folder.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void mayItselfBeReachedByALink() throws IOException {
        Files.write(root.resolve("film.mp4"), CONTENT);
        root = Files.createSymbolicLink(folder.resolve("link"), root);

        assertThat(reopened().find(new LibraryPath("film.mp4"))).isPresent();
    }

    @Test
    void walksPastWhatItMustNotSee() throws IOException {
        var films = Files.createDirectories(root.resolve("films/deep"));
        Files.write(films.resolve("a.mp4"), CONTENT);
        Files.write(films.resolve(".b.mp4"), CONTENT);
        Files.write(Files.createDirectories(root.resolve(".trash")).resolve("c"), CONTENT);
        Files.createSymbolicLink(films.resolve("loop"), root);

        var seen = new ArrayList<String>();
        library.walk(
                new Library.Visitor() {

                    @Override
                    public void file(StoredFile file) {
                        seen.add(file.path().value());
                    }

                    @Override
                    public void skipped() {
                        seen.add("skipped");
                    }
                });

        assertThat(seen).containsExactlyInAnyOrder("films/deep/a.mp4", "skipped");
    }

    @Test
    void putsBackWhatWasDiscarded() throws IOException {
        var path = new LibraryPath("films/a.mp4");
        var file = root.resolve("films/a.mp4");
        Files.createDirectories(file.getParent());
        Files.write(file, CONTENT);
        var id = UUID.randomUUID();

        library.discard(path, id).orElseThrow();
        assertThat(file).doesNotExist();
        assertThat(library.trash()).isEqualTo(List.of(id));

        Files.delete(file.getParent());
        library.inTrash(id).putBack(path);
        assertThat(file).hasBinaryContent(CONTENT);

        library.discard(path, id).orElseThrow().erase();
        assertThat(library.trash()).isEmpty();
        assertThat(library.discard(path, id)).isEmpty();
    }

    private Arrival receive(byte[] content) throws IOException {
        return library.receive(
                new ByteArrayInputStream(content),
                -1,
                head ->
                        assertThat(content)
                                .startsWith(Arrays.copyOf(head, Math.min(20, head.length))));
    }

    private static InputStream untouchable() {
        return new InputStream() {

            @Override
            public int read() {
                throw new AssertionError("not to be read");
            }
        };
    }
}
