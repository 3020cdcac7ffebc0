package dev.bulkhead.shared.web;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for: <code>?after=…&amp;limit=…</code>.
 *
 * @param after the cursor a page before gave as <code>next</code>; null for the first page
 * @param limit how many items at most, 1 to 100
 */
public record PageQuery(@Nullable String after, int limit) {

    static final int DEFAULT_LIMIT = 20;
    static final int MOST = 100;

    /**
     * The cursor of a list that is ordered by an id.
     *
     * @throws MalformedRequest if it is none
     */
    public @Nullable UUID afterId() {
        var parts = afterParts(1);
        return parts == null ? null : Cursor.uuid(parts.getFirst());
    }

    /**
     * The values the last row of the page before had in the columns the list is ordered by.
     *
     * @throws MalformedRequest if there are not this many
     */
    public @Nullable List<String> afterParts(int count) {
        return after == null ? null : Cursor.parse(after, count);
    }

    static class Invalid extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String parameter;

        Invalid(String parameter, String message) {
            super(message);
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
