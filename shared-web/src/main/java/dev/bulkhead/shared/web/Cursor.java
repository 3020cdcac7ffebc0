package dev.bulkhead.shared.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Packs the last row's sort values into an opaque text for <code>after</code>. */
public final class Cursor {

    private static final String SEPARATOR = "\u001f";

    /** A cursor for a row with these values, in the order of the list's columns. */
    public static String of(String... values) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, values).getBytes(StandardCharsets.UTF_8));
    }

    /** A cursor for a row of a list ordered by id. */
    public static String of(UUID id) {
        return of(id.toString());
    }

    /**
     * The values a cursor was made of.
     *
     * @throws MalformedRequest if it was not made here, or of another number of values
     */
    public static List<String> parse(String cursor, int count) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            var values = List.of(text.split(SEPARATOR, -1));
            if (values.size() == count && text.indexOf('\0') < 0) {
                return values;
            }
        } catch (IllegalArgumentException e) {
            // not base64: refused below
        }
        throw refused();
    }

    static UUID uuid(String value) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static MalformedRequest refused() {
        return new MalformedRequest("\"after\" is not a cursor of this list.");
    }

    private Cursor() {}
}
