package dev.bulkhead.media.footage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.Set;

/** Tells a container by its first bytes. A name or a media type can claim anything. */
class Signatures {

    // Atoms that old QuickTime files, which lack a file type, begin with.
    private static final Set<String> QUICKTIME = Set.of("moov", "mdat", "wide", "free", "skip");

    private static final int EBML = 0x1A45DFA3; // RFC 8794 §11.2.1
    private static final int DOC_TYPE = 0x4282; // RFC 8794 §11.2.6

    static Optional<VideoFormat> of(byte[] head) {
        if (head.length < 12) {
            return Optional.empty();
        }
        var first = text(head, 0, 4);
        var second = text(head, 4, 4);
        if (second.equals("ftyp")) {
            return Optional.of(
                    text(head, 8, 4).equals("qt  ") ? VideoFormat.QUICKTIME : VideoFormat.MP4);
        }
        if (QUICKTIME.contains(second)) {
            return Optional.of(VideoFormat.QUICKTIME);
        }
        if (first.equals("RIFF") && text(head, 8, 4).equals("AVI ")) {
            return Optional.of(VideoFormat.AVI);
        }
        return docType(head).flatMap(Signatures::matroska);
    }

    private static Optional<VideoFormat> matroska(String docType) {
        return switch (docType) {
            case "webm" -> Optional.of(VideoFormat.WEBM);
            case "matroska" -> Optional.of(VideoFormat.MATROSKA);
            default -> Optional.empty();
        };
    }

    /** The element DocType of an EBML header; sizes are variable-length integers, RFC 8794 §4. */
    private static Optional<String> docType(byte[] head) {
        if (number(head, 0, 4) != EBML) {
            return Optional.empty();
        }
        int at = 4 + lengthOfSize(head, 4);
        while (at + 3 < head.length) {
            int idLength = Integer.numberOfLeadingZeros(head[at] & 0xFF) - 24 + 1;
            int sizeAt = at + idLength;
            if (idLength > 4 || sizeAt >= head.length) {
                return Optional.empty();
            }
            int sizeLength = lengthOfSize(head, sizeAt);
            if (sizeLength > 1) {
                return Optional.empty(); // no element of this header needs more
            }
            int size = head[sizeAt] & 0x7F;
            int value = sizeAt + 1;
            if (number(head, at, idLength) == DOC_TYPE) {
                return value + size > head.length
                        ? Optional.empty()
                        : Optional.of(text(head, value, size).replace("\0", ""));
            }
            at = value + size;
        }
        return Optional.empty();
    }

    private static int lengthOfSize(byte[] head, int at) {
        return Integer.numberOfLeadingZeros(head[at] & 0xFF) - 24 + 1;
    }

    private static int number(byte[] head, int at, int length) {
        int number = 0;
        for (int i = at; i < at + length && i < head.length; i++) {
            number = number << 8 | head[i] & 0xFF;
        }
        return number;
    }

    private static String text(byte[] head, int at, int length) {
        return new String(head, at, length, ISO_8859_1);
    }

    private Signatures() {}
}
