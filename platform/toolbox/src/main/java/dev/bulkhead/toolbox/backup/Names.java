package dev.bulkhead.toolbox.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Names of what restoring makes, no longer than PostgreSQL keeps them. */
final class Names {

    private static final int LONGEST = 63;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

    private Names() {}

    static String of(String name, String ending) {
        var room = LONGEST - ending.length();
        return (name.length() > room ? name.substring(0, room) : name) + ending;
    }

    /** The name of what a restore replaced. */
    static String before(String name, Instant when) {
        return of(name, "_before_restore_" + TIME.format(when));
    }
}
