package dev.bulkhead.cli.archive;

import java.time.Duration;
import java.util.Locale;

/** Bytes and ages as a person says them. */
final class Sizes {

    private static final long KIB = 1024;
    private static final double TEN = 10;

    private Sizes() {}

    static String of(long bytes) {
        var value = (double) bytes;
        for (var unit : new String[] {"B", "KB", "MB", "GB"}) {
            if (value < KIB) {
                return String.format(
                        Locale.ROOT,
                        value < TEN && !unit.equals("B") ? "%.1f %s" : "%.0f %s",
                        value,
                        unit);
            }
            value /= KIB;
        }
        return String.format(Locale.ROOT, "%.1f TB", value);
    }

    static String age(Duration age) {
        if (age.toHours() >= 48) {
            return age.toDays() + " d";
        }
        if (age.toMinutes() >= 120) {
            return age.toHours() + " h";
        }
        return age.toSeconds() >= 120
                ? age.toMinutes() + " min"
                : Math.max(0, age.toSeconds()) + " s";
    }
}
