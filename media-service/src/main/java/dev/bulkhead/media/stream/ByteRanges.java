package dev.bulkhead.media.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a Range header asks for, RFC 9110 §14.1.2, of a content of known length. */
sealed interface ByteRanges {

    /** All of it: there is no header, or none that can be served in parts. */
    record Whole() implements ByteRanges {}

    /** In the order asked for. */
    record Parts(List<Part> parts) implements ByteRanges {}

    /** Every range begins beyond the end. */
    record Unsatisfiable() implements ByteRanges {}

    /** Both ends included. */
    record Part(long first, long last) {

        long length() {
            return last - first + 1;
        }
    }

    /** More parts than any player asks for; §14.2 advises to ignore such a header. */
    int MOST_PARTS = 16;

    Pattern SPECIFIER = Pattern.compile("(\\d*)-(\\d*)");

    static ByteRanges of(@Nullable String header, long length) {
        if (header == null || !header.regionMatches(true, 0, "bytes=", 0, 6)) {
            return new Whole();
        }
        var parts = new ArrayList<Part>();
        int asked = 0;
        long total = 0;
        for (var specifier : header.substring(6).split(",", -1)) {
            var range = SPECIFIER.matcher(specifier.strip());
            if (specifier.isBlank()) {
                continue; // lists may have empty elements, §5.6.1
            }
            if (!range.matches() || ++asked > MOST_PARTS) {
                return new Whole();
            }
            long first = number(range.group(1));
            long last = number(range.group(2));
            if (first < 0 && last < 0 || first >= 0 && last >= 0 && last < first) {
                return new Whole(); // invalid, so to be ignored
            }
            if (first < 0) { // the last bytes
                first = Math.max(0, length - last);
                last = length - 1;
            } else {
                last = last < 0 ? length - 1 : Math.min(last, length - 1);
            }
            if (first < length && first <= last) {
                parts.add(new Part(first, last));
                total += last - first + 1;
            }
        }
        if (parts.isEmpty()) {
            return asked == 0 ? new Whole() : new Unsatisfiable();
        }
        return total > length ? new Whole() : new Parts(parts); // never more than the file
    }

    private static long number(String digits) {
        if (digits.isEmpty()) {
            return -1;
        }
        return digits.length() > 18 ? Long.MAX_VALUE / 2 : Long.parseLong(digits);
    }
}
