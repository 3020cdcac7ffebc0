package dev.bulkhead.toolbox.backup;

import java.util.Locale;

/** Hears, about twice a second, what long work is busy with. */
public interface Progress {

    Progress NONE = _ -> {};

    void at(String what);

    /** A number of bytes as a person reads it: {@code 12.3 MB}. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        var value = bytes / 1000.0;
        for (var unit : new String[] {"kB", "MB", "GB"}) {
            if (value < 1000) {
                return String.format(Locale.ROOT, value < 100 ? "%.1f %s" : "%.0f %s", value, unit);
            }
            value /= 1000;
        }
        return String.format(Locale.ROOT, "%.1f TB", value);
    }
}
