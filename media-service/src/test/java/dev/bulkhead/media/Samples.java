package dev.bulkhead.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** Small real videos, and variations of them whose content nobody has brought before. */
public class Samples {

    /** Two seconds with sound, 160 by 90. */
    public static byte[] mp4() {
        return read("two-seconds.mp4");
    }

    public static byte[] read(String name) {
        try (InputStream in = Samples.class.getResourceAsStream("/samples/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("No sample " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same two seconds with an unused box at the end: as good a video, of another hash. */
    public static byte[] freshMp4() {
        var unused = new byte[16];
        ThreadLocalRandom.current().nextBytes(unused);
        return withFreeBox(mp4(), unused);
    }

    public static byte[] withFreeBox(byte[] video, byte[] unused) {
        return ByteBuffer.allocate(video.length + 8 + unused.length)
                .put(video)
                .put(freeBox(unused.length))
                .put(unused)
                .array();
    }

    /** The header of a box that players skip (ISO/IEC 14496-12 §8.1.2). */
    public static byte[] freeBox(int contentLength) {
        return ByteBuffer.allocate(8)
                .putInt(8 + contentLength)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private Samples() {}
}
