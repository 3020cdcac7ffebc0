package dev.bulkhead.media.footage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.media.Samples;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTests {

    @TempDir Path folder;

    Probe probe = new Probe(new FootageSettings(EnumSet.allOf(VideoFormat.class)));

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    two-seconds.mp4,   MP4,       2.000, 160, 90, H.264
                    three-seconds.mp4, MP4,       3.000, 160, 90, H.264
                    one-second.mov,    QUICKTIME, 1.000, 96,  54, H.264
                    two-seconds.avi,   AVI,       2.000, 96,  54, FMP4
                    two-seconds.webm,  WEBM,      ,      ,    ,
                    one-second.mkv,    MATROSKA,  ,      ,    ,
                    """)
    void readsWhatEachFormatTells(
            String sample,
            VideoFormat format,
            BigDecimal seconds,
            Integer width,
            Integer height,
            String codec)
            throws IOException {
        var examined = examine(Samples.read(sample));

        assertThat(examined.format()).isEqualTo(format);
        assertThat(examined.durationSeconds()).isEqualTo(seconds);
        assertThat(examined.footage().width()).isEqualTo(width);
        assertThat(examined.footage().height()).isEqualTo(height);
        assertThat(examined.footage().videoCodec()).isEqualTo(codec);
    }

    @Test
    void readsFrameRateAndSound() throws IOException {
        var footage = examine(Samples.mp4()).footage();

        assertThat(footage.frameRate()).isEqualByComparingTo("10");
        assertThat(footage.audioCodec()).contains("AAC");
    }

    @Test
    void findsTheMovieBehindContentLargerThanAnArray() throws IOException {
        // ftyp, then a free box of 3 GB in the 64-bit form, then the movie; a sparse file
        var sample = Samples.mp4();
        int ftyp = ByteBuffer.wrap(sample).getInt();
        long hole = 3L * 1024 * 1024 * 1024;
        var file = folder.resolve("large.mp4");
        try (var out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            out.write(ByteBuffer.wrap(sample, 0, ftyp));
            out.write(
                    ByteBuffer.allocate(16).putInt(1).put("free".getBytes()).putLong(hole).flip());
            out.write(ByteBuffer.wrap(sample, ftyp, sample.length - ftyp), ftyp + hole);
        }

        assertThat(probe.examine(file).durationSeconds()).isEqualByComparingTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mvhd", "hdlr", "stsd", "stts", "trak", "mdia", "moov"})
    void isNotMisledByHeadersThatClaimToBeHuge(String type) throws IOException {
        for (int claimed : new int[] {0x7FFFFFFF, 0xFFFFFFFF, 100_000_000, 7, 1}) {
            var video = Samples.mp4();
            int at = indexOf(video, type) - 4;
            ByteBuffer.wrap(video).putInt(at, claimed);

            assertThatExceptionOfType(NotAVideo.class)
                    .as("%s of %d", type, claimed)
                    .isThrownBy(() -> examine(video));
        }
    }

    @Test
    void isNotMisledByAnAviThatClaimsToBeHuge() throws IOException {
        for (var type : new String[] {"hdrl", "avih", "strl", "strh"}) {
            var video = Samples.read("two-seconds.avi");
            int at = indexOf(video, type) + (type.endsWith("l") ? -4 : 4);
            ByteBuffer.wrap(video).putInt(at, 0xFFFFFF7F);

            assertThatExceptionOfType(NotAVideo.class).as(type).isThrownBy(() -> examine(video));
        }
    }

    /** Every one-byte damage of the headers is either read or refused, and nothing else. */
    @Test
    void survivesAnyDamagedByte() throws IOException {
        for (var sample : new String[] {"one-second.mov", "two-seconds.avi", "three-seconds.mp4"}) {
            var whole = Samples.read(sample);
            for (int i = 0; i < whole.length; i += 5) {
                if (i > 2048 && i < whole.length - 1500) {
                    continue; // pictures
                }
                var damaged = whole.clone();
                damaged[i] = (byte) ~damaged[i];
                try {
                    examine(damaged);
                } catch (NotAVideo e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void refusesNestingWithoutEnd() {
        var nested = ByteBuffer.allocate(8 * 3000 + 16);
        nested.putInt(16).put("ftypisom\0\0\0\0".getBytes());
        for (int left = nested.remaining(); left >= 8; left -= 8) {
            nested.putInt(left).put("moov".getBytes());
        }

        assertThatExceptionOfType(NotAVideo.class).isThrownBy(() -> examine(nested.array()));
    }

    @Test
    void refusesSoundWithoutPictures() {
        assertThatExceptionOfType(NotAVideo.class)
                .isThrownBy(() -> examine(Samples.read("sound-only.m4a")))
                .withMessage("The file holds no pictures.");
    }

    @Test
    void refusesWhatOnlyBeginsLikeAVideo() {
        assertThatExceptionOfType(NotAVideo.class)
                .isThrownBy(() -> examine(Arrays.copyOf(Samples.mp4(), 200)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "%PDF-1.7 and so on and so on",
                "<html><body>ftyp</body></html>",
                "MZ\u0090\0\u0003\0\0\0\u0004\0\0\0",
                "RIFF\1\0\0\0WAVEfmt and so on"
            })
    void refusesWhatIsNoVideo(String content) {
        assertThatExceptionOfType(NotAVideo.class)
                .isThrownBy(() -> examine(content.getBytes(ISO_8859_1)));
    }

    @Test
    void refusesFormatsThatAreNotTaken() {
        var onlyMp4 = new Probe(new FootageSettings(Set.of(VideoFormat.MP4)));

        assertThat(onlyMp4.recognise(Samples.mp4())).isEqualTo(VideoFormat.MP4);
        assertThatExceptionOfType(NotAVideo.class)
                .isThrownBy(() -> onlyMp4.recognise(Samples.read("two-seconds.webm")));
    }

    private Examined examine(byte[] content) throws IOException {
        var file = Files.createTempFile(folder, "video", null);
        Files.write(file, content);
        return probe.examine(file);
    }

    private static int indexOf(byte[] content, String type) {
        return new String(content, ISO_8859_1).indexOf(type);
    }
}
