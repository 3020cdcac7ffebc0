package dev.bulkhead.cli.look;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and moments as a person reads them. */
final class Words {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final int STATEMENT = 60;

    private Words() {}

    static String bytes(@Nullable Long bytes) {
        if (bytes == null) {
            return "?";
        }
        var value = (double) bytes;
        var unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    static String millis(@Nullable Double millis) {
        return millis == null
                ? ""
                : String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }

    static String seconds(double seconds) {
        return seconds < 100
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : ago(Duration.ofSeconds((long) seconds));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    static String ago(@Nullable Instant moment, Instant now) {
        return moment == null ? "never" : ago(Duration.between(moment, now)) + " ago";
    }

    private static String ago(Duration duration) {
        if (duration.toDays() > 1) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() > 1) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() > 1
                ? duration.toMinutes() + " min"
                : Math.max(0, duration.toSeconds()) + " s";
    }

    static String of(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    static String ofLimit(@Nullable Integer used, @Nullable Integer limit) {
        return used == null
                ? "?"
                : limit == null || limit < 0 ? used.toString() : used + " of " + limit;
    }

    static String statement(String text) {
        return text.length() <= STATEMENT ? text : text.substring(0, STATEMENT - 3) + "...";
    }

    static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
