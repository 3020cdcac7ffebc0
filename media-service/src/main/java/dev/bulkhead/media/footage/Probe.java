package dev.bulkhead.media.footage;

import com.drew.imaging.avi.AviMetadataReader;
import com.drew.imaging.mp4.Mp4MetadataReader;
import com.drew.imaging.quicktime.QuickTimeMetadataReader;
import com.drew.imaging.riff.RiffProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.avi.AviDirectory;
import com.drew.metadata.mov.QuickTimeDirectory;
import com.drew.metadata.mov.media.QuickTimeSoundDirectory;
import com.drew.metadata.mov.media.QuickTimeVideoDirectory;
import com.drew.metadata.mp4.Mp4Directory;
import com.drew.metadata.mp4.media.Mp4SoundDirectory;
import com.drew.metadata.mp4.media.Mp4VideoDirectory;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks into files with metadata-extractor.
 *
 * <p>WebM and Matroska are recognised, but their length stays unknown: metadata-extractor does not
 * read them, and no other maintained library in Java does.
 */
@Component
public class Probe {

    private static final Logger log = LoggerFactory.getLogger(Probe.class);

    private static final long UNKNOWN_DURATION = 0xFFFFFFFFL; // ISO/IEC 14496-12 §8.2.2
    private static final BigDecimal LONGEST = new BigDecimal("999999999");
    private static final Pattern CLOCK = Pattern.compile("(\\d+):(\\d+):(\\d+)");

    private final Set<VideoFormat> taken;

    Probe(FootageSettings settings) {
        this.taken = settings.formats();
    }

    /**
     * Tells by its first {@link VideoFormat#HEAD} bytes what a file is.
     *
     * @throws NotAVideo if it is nothing that this library takes
     */
    public VideoFormat recognise(byte[] head) {
        return Signatures.of(head)
                .filter(taken::contains)
                .orElseThrow(
                        () -> new NotAVideo("The content is no video of a format taken here."));
    }

    /**
     * Reads what the file says of itself.
     *
     * @throws NotAVideo if it has no pictures, or is damaged
     */
    public Examined examine(Path file) throws IOException {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            var format = recognise(head(channel));
            return switch (format) {
                case MP4, QUICKTIME -> examine(format, Outline.ofBoxes(channel));
                case AVI -> examine(format, Outline.ofChunks(channel));
                case WEBM, MATROSKA -> new Examined(format, null, Footage.UNKNOWN);
            };
        } catch (EOFException e) {
            throw new NotAVideo("The file is damaged or cut off.");
        }
    }

    private static byte[] head(FileChannel file) throws IOException {
        var head = ByteBuffer.allocate(VideoFormat.HEAD);
        while (head.hasRemaining() && file.read(head, head.position()) >= 0) {
            // until it is full or the file ends
        }
        return Arrays.copyOf(head.array(), head.position());
    }

    private static Examined examine(VideoFormat format, Outline outline) throws IOException {
        if (!outline.hasPictures()) {
            throw new NotAVideo("The file holds no pictures.");
        }
        try {
            var metadata =
                    switch (format) {
                        case MP4 -> Mp4MetadataReader.readMetadata(outline.content());
                        case QUICKTIME -> QuickTimeMetadataReader.readMetadata(outline.content());
                        default -> AviMetadataReader.readMetadata(outline.content());
                    };
            return new Examined(format, duration(metadata), footage(metadata));
        } catch (RuntimeException | RiffProcessingException e) {
            // A player may still make sense of it.
            log.warn("Metadata of a {} could not be read: {}", format, e.toString());
            return new Examined(format, null, Footage.UNKNOWN);
        }
    }

    private static @Nullable BigDecimal duration(Metadata metadata) {
        var mp4 = metadata.getFirstDirectoryOfType(Mp4Directory.class);
        if (mp4 != null) {
            return duration(mp4, Mp4Directory.TAG_DURATION, Mp4Directory.TAG_TIME_SCALE);
        }
        var quickTime = metadata.getFirstDirectoryOfType(QuickTimeDirectory.class);
        if (quickTime != null) {
            return duration(
                    quickTime, QuickTimeDirectory.TAG_DURATION, QuickTimeDirectory.TAG_TIME_SCALE);
        }
        var avi = metadata.getFirstDirectoryOfType(AviDirectory.class);
        return avi == null ? null : clock(avi.getString(AviDirectory.TAG_DURATION));
    }

    private static @Nullable BigDecimal duration(Directory directory, int duration, int timeScale) {
        var units = directory.getLongObject(duration);
        var unitsPerSecond = directory.getLongObject(timeScale);
        if (units == null
                || unitsPerSecond == null
                || units == UNKNOWN_DURATION
                || unitsPerSecond <= 0) {
            return null;
        }
        return plausible(
                BigDecimal.valueOf(units)
                        .divide(BigDecimal.valueOf(unitsPerSecond), 3, RoundingMode.HALF_UP));
    }

    /**
     * metadata-extractor gives the length of an AVI as hours:minutes:seconds, rounded. From one
     * hour on, version 2.21 counts the hours among the seconds as well.
     */
    private static @Nullable BigDecimal clock(@Nullable String text) {
        var clock = CLOCK.matcher(text == null ? "" : text);
        if (!clock.matches()) {
            return null;
        }
        long hours = Long.parseLong(clock.group(1));
        long minutes = Long.parseLong(clock.group(2));
        long seconds = Long.parseLong(clock.group(3));
        long total = minutes * 60 + seconds + (seconds >= 3600 ? 0 : hours * 3600);
        return plausible(BigDecimal.valueOf(total).setScale(3));
    }

    private static @Nullable BigDecimal plausible(BigDecimal seconds) {
        return seconds.signum() > 0 && seconds.compareTo(LONGEST) <= 0 ? seconds : null;
    }

    private static Footage footage(Metadata metadata) {
        var mp4 = metadata.getFirstDirectoryOfType(Mp4VideoDirectory.class);
        if (mp4 != null) {
            return new Footage(
                    positive(mp4, Mp4VideoDirectory.TAG_WIDTH),
                    positive(mp4, Mp4VideoDirectory.TAG_HEIGHT),
                    rate(mp4, Mp4VideoDirectory.TAG_FRAME_RATE),
                    text(mp4, Mp4VideoDirectory.TAG_COMPRESSION_TYPE),
                    text(
                            metadata.getFirstDirectoryOfType(Mp4SoundDirectory.class),
                            Mp4SoundDirectory.TAG_AUDIO_FORMAT));
        }
        var quickTime = metadata.getFirstDirectoryOfType(QuickTimeVideoDirectory.class);
        if (quickTime != null) {
            return new Footage(
                    positive(quickTime, QuickTimeVideoDirectory.TAG_WIDTH),
                    positive(quickTime, QuickTimeVideoDirectory.TAG_HEIGHT),
                    rate(quickTime, QuickTimeVideoDirectory.TAG_FRAME_RATE),
                    text(quickTime, QuickTimeVideoDirectory.TAG_COMPRESSION_TYPE),
                    text(
                            metadata.getFirstDirectoryOfType(QuickTimeSoundDirectory.class),
                            QuickTimeSoundDirectory.TAG_AUDIO_FORMAT));
        }
        var avi = metadata.getFirstDirectoryOfType(AviDirectory.class);
        return avi == null
                ? Footage.UNKNOWN
                : new Footage(
                        positive(avi, AviDirectory.TAG_WIDTH),
                        positive(avi, AviDirectory.TAG_HEIGHT),
                        rate(avi, AviDirectory.TAG_FRAMES_PER_SECOND),
                        text(avi, AviDirectory.TAG_VIDEO_CODEC),
                        text(avi, AviDirectory.TAG_AUDIO_CODEC));
    }

    private static @Nullable Integer positive(Directory directory, int tag) {
        var number = directory.getInteger(tag);
        return number != null && number > 0 ? number : null;
    }

    private static @Nullable BigDecimal rate(Directory directory, int tag) {
        var rate = directory.getDoubleObject(tag);
        if (rate == null || !Double.isFinite(rate) || rate < 0.001 || rate > 100_000) {
            return null;
        }
        return BigDecimal.valueOf(rate).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    }

    /** What the file wrote there, as far as it is plain text. */
    private static @Nullable String text(@Nullable Directory directory, int tag) {
        var text = directory == null ? null : directory.getString(tag);
        if (text == null) {
            return null;
        }
        var plain = text.replaceAll("[^\\x20-\\x7E]", "").strip();
        return plain.isEmpty() ? null : plain.substring(0, Math.min(plain.length(), 60));
    }
}
