package dev.bulkhead.toolbox.archive;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * How far a restore goes.
 *
 * @param time everything that was committed until then; empty for all that the archive holds
 */
public record Moment(Optional<Instant> time) {

    public static final Moment LATEST = new Moment(Optional.empty());

    private static final String LATEST_WORD = "latest";

    /**
     * @param text {@code latest}, or a time with its zone, such as {@code 2026-11-21 10:00:00Z}
     * @throws IllegalArgumentException with a sentence for whoever typed it
     */
    public static Moment of(String text) {
        if (text.equals(LATEST_WORD)) {
            return LATEST;
        }
        var iso = text.strip().replaceFirst("(?<=\\d) +(?=\\d)", "T").replace(" ", "");
        try {
            return new Moment(Optional.of(OffsetDateTime.parse(iso).toInstant()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(complaint(text, iso), e);
        }
    }

    private static String complaint(String text, String iso) {
        try {
            LocalDateTime.parse(iso);
            return "\"%s\" could be many moments: add the time zone, as in \"%sZ\" for UTC or \"%s+01:00\"."
                    .formatted(text, text, text);
        } catch (DateTimeParseException e) {
            return "\"%s\" is no moment: say latest, or a time with its zone such as \"2026-11-21 10:00:00Z\"."
                    .formatted(text);
        }
    }

    @Override
    public String toString() {
        return time.map(Instant::toString).orElse(LATEST_WORD);
    }
}
