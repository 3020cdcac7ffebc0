package dev.bulkhead.media.footage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Set;

/**
 * The few small headers of a video file that say how long it is and in which codec, copied out of
 * it.
 *
 * <p>metadata-extractor believes the sizes that a file states: a header that claims a gigabyte
 * makes it allocate one, and it gives up at contents beyond two. So it never sees the file, only
 * this copy, whose sizes are true and whose length is limited.
 */
class Outline {

    private static final int LARGEST_HEADER = 256 * 1024;
    private static final int LARGEST_OUTLINE = 4 * LARGEST_HEADER;
    private static final int MOST_HEADERS = 4096;
    private static final int DEEPEST = 8;

    /** ISO/IEC 14496-12: boxes that hold boxes, on the way to those below. */
    private static final Set<String> MP4_CONTAINERS =
            Set.of("moov", "trak", "mdia", "minf", "stbl");

    private static final Set<String> MP4_HEADERS =
            Set.of("ftyp", "mvhd", "tkhd", "mdhd", "hdlr", "vmhd", "smhd", "stsd", "stts");

    private static final Set<String> AVI_HEADERS = Set.of("avih", "strh");

    private final FileChannel file;
    private final int depth;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
    private int headers;
    private boolean hasPictures;

    private Outline(FileChannel file, int depth) {
        if (depth > DEEPEST) {
            throw new NotAVideo("The file's headers lie deeper than any video's.");
        }
        this.file = file;
        this.depth = depth;
    }

    /** Reads MP4 and QuickTime. */
    static Outline ofBoxes(FileChannel file) throws IOException {
        var outline = new Outline(file, 0);
        outline.copyUntilMovie();
        return outline;
    }

    static Outline ofChunks(FileChannel file) throws IOException {
        var outline = new Outline(file, 0);
        outline.copyUntilHeaderList();
        return outline;
    }

    /** Whether one of the tracks holds pictures. */
    boolean hasPictures() {
        return hasPictures;
    }

    InputStream content() {
        return new ByteArrayInputStream(copy.toByteArray());
    }

    // MP4 and QuickTime: a box is its size with these eight bytes, its type, its content

    private record Box(String type, long from, long to) {}

    private void copyUntilMovie() throws IOException {
        long at = 0;
        while (at + 8 <= file.size()) {
            var box = boxAt(at, file.size());
            if (box.type().equals("ftyp")) {
                writeBox(box.type(), bytes(box.from(), box.to()));
            } else if (box.type().equals("moov")) {
                writeBox(box.type(), inside(box));
                return;
            }
            at = box.to();
        }
    }

    private byte[] inside(Box container) throws IOException {
        var content = new Outline(file, depth + 1);
        content.headers = headers;
        long at = container.from();
        while (at + 8 <= container.to()) {
            var box = content.boxAt(at, container.to());
            if (MP4_CONTAINERS.contains(box.type())) {
                content.writeBox(box.type(), content.inside(box));
            } else if (MP4_HEADERS.contains(box.type())
                    && box.to() - box.from() <= LARGEST_HEADER) {
                var header = bytes(box.from(), box.to());
                content.writeBox(box.type(), header);
                if (box.type().equals("hdlr") && container.type().equals("mdia")) {
                    // version and flags, a predefined field, then the kind of track
                    content.hasPictures |=
                            header.length >= 12
                                    && new String(header, 8, 4, ISO_8859_1).equals("vide");
                }
            }
            at = box.to();
        }
        headers = content.headers;
        hasPictures |= content.hasPictures;
        return content.copy.toByteArray();
    }

    private Box boxAt(long at, long end) throws IOException {
        count();
        var header = ByteBuffer.wrap(bytes(at, at + 8));
        long size = header.getInt() & 0xFFFFFFFFL;
        var type = text(header);
        long from = at + 8;
        if (size == 1) { // the size follows in eight bytes
            size = ByteBuffer.wrap(bytes(from, from + 8)).getLong();
            from += 8;
        } else if (size == 0) { // to the end of the file
            size = end - at;
        }
        if (size < from - at || size > end - at) {
            throw new NotAVideo("The file is damaged or cut off.");
        }
        return new Box(type, from, at + size);
    }

    private void writeBox(String type, byte[] content) {
        write(
                ByteBuffer.allocate(8)
                        .putInt(content.length + 8)
                        .put(type.getBytes(ISO_8859_1))
                        .array(),
                content);
    }

    // AVI: a chunk is its type, the size of its content, its content, padded to an even number

    private void copyUntilHeaderList() throws IOException {
        long at = 12; // after RIFF, its size and AVI
        while (at + 12 <= file.size()) {
            var header = chunkHeader(at);
            var type = text(header);
            long size = header.getInt() & 0xFFFFFFFFL;
            if (type.equals("LIST")
                    && text(ByteBuffer.wrap(bytes(at + 8, at + 12))).equals("hdrl")) {
                var list = insideList("hdrl", at + 12, at + 8 + size);
                writeChunk("RIFF", prefixed("AVI ", chunk("LIST", list)));
                return;
            }
            at += 8 + size + (size & 1);
        }
    }

    private byte[] insideList(String name, long from, long to) throws IOException {
        if (to > file.size()) {
            throw new NotAVideo("The file is damaged or cut off.");
        }
        var content = new Outline(file, depth + 1);
        content.headers = headers;
        long at = from;
        while (at + 12 <= to) {
            var header = content.chunkHeader(at);
            var type = text(header);
            long size = header.getInt() & 0xFFFFFFFFL;
            if (type.equals("LIST")
                    && text(ByteBuffer.wrap(bytes(at + 8, at + 12))).equals("strl")) {
                content.writeChunk("LIST", content.insideList("strl", at + 12, at + 8 + size));
            } else if (AVI_HEADERS.contains(type) && size <= LARGEST_HEADER) {
                var bytes = bytes(at + 8, at + 8 + size);
                content.writeChunk(type, bytes);
                content.hasPictures |=
                        type.equals("strh")
                                && size >= 4
                                && new String(bytes, 0, 4, ISO_8859_1).equals("vids");
            }
            at += 8 + size + (size & 1);
        }
        headers = content.headers;
        hasPictures |= content.hasPictures;
        return prefixed(name, content.copy.toByteArray());
    }

    private ByteBuffer chunkHeader(long at) throws IOException {
        count();
        return ByteBuffer.wrap(bytes(at, at + 8)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void writeChunk(String type, byte[] content) {
        var chunk = chunk(type, content);
        write(chunk, content.length % 2 == 0 ? new byte[0] : new byte[1]);
    }

    private static byte[] chunk(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(ISO_8859_1))
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] prefixed(String type, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put(type.getBytes(ISO_8859_1))
                .put(content)
                .array();
    }

    // Both

    private void write(byte[] first, byte[] second) {
        if (copy.size() + first.length + second.length <= LARGEST_OUTLINE) {
            copy.writeBytes(first);
            copy.writeBytes(second);
        }
    }

    private void count() {
        if (++headers > MOST_HEADERS) {
            throw new NotAVideo("The file has more headers than any video.");
        }
    }

    private byte[] bytes(long from, long to) throws IOException {
        if (to - from > LARGEST_HEADER) {
            throw new NotAVideo("The file has a header that is larger than any video's.");
        }
        var bytes = ByteBuffer.allocate((int) (to - from));
        while (bytes.hasRemaining()) {
            if (file.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.array();
    }

    private static String text(ByteBuffer bytes) {
        var text = new byte[4];
        bytes.get(text);
        return new String(text, ISO_8859_1);
    }
}
