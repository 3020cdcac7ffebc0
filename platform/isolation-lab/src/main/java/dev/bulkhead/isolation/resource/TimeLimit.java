package dev.bulkhead.isolation.resource;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;

/** A time limit as a session has it. */
record TimeLimit(long millis) {

    /** Where there is none, or a generous one, a probe does not wait for it. */
    private static final long MOST_MILLIS = 15_000;

    private static final long BEYOND_MILLIS = 500;

    static TimeLimit of(Connection session, String setting) throws SQLException {
        return new TimeLimit(
                Sql.number(
                        session,
                        "select setting from pg_settings where name = '%s'".formatted(setting)));
    }

    /** A time in seconds that is too long. */
    BigDecimal exceeded() {
        var wait = millis == 0 ? 0 : Math.min(millis, MOST_MILLIS);
        return BigDecimal.valueOf(wait + BEYOND_MILLIS, 3);
    }
}
