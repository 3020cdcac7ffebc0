package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/** Being in a database hinders whoever wants to copy it. */
final class Seat {

    private static final String COPY = "resource_probe_copy";

    private Seat() {}

    static Effect in(String database, Contest contest) throws SQLException {
        try {
            contest.attackerAt(database);
        } catch (SQLException e) {
            return Effect.stopped(e, true);
        }
        return copy(database, contest);
    }

    /** What the administrator gets who copies the database. */
    static Effect copy(String database, Contest contest) throws SQLException {
        var administrator = contest.administrator();
        try {
            Sql.run(
                    administrator,
                    "create database %s template \"%s\" strategy file_copy"
                            .formatted(COPY, database));
            return Effect.unharmed("it was copied");
        } catch (SQLException e) {
            return Effect.harmed(e, false);
        } finally {
            Sql.run(administrator, "drop database if exists " + COPY);
        }
    }
}
