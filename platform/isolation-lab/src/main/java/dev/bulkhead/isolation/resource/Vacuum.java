package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * What VACUUM says about one table.
 *
 * @param kept dead rows that somebody's snapshot might still see
 */
record Vacuum(long kept, String words) {

    private static final Pattern TUPLES =
            Pattern.compile("tuples: .*?, (\\d+) are dead but not yet removable");

    static Vacuum of(Connection owner, String table) throws SQLException {
        try (var statement = owner.createStatement()) {
            statement.execute("vacuum (verbose) " + table);
            for (var it = statement.getWarnings(); it != null; it = it.getNextWarning()) {
                var tuples = TUPLES.matcher(String.valueOf(it.getMessage()));
                if (tuples.find()) {
                    return new Vacuum(Long.parseLong(tuples.group(1)), tuples.group());
                }
            }
        }
        throw new SQLException("VACUUM said nothing about " + table, "02000");
    }

    /** Harm if at least so many dead rows stay. */
    Effect effect(long dead) {
        return kept >= dead ? Effect.harmed(words) : Effect.unharmed(words);
    }
}
