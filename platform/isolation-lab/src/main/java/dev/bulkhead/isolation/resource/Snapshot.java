package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/** What a transaction saw when it began, and may ask for again. */
final class Snapshot {

    private Snapshot() {}

    /** Holds one until the session ends. */
    static void take(Connection session) throws SQLException {
        Sql.run(session, "begin isolation level repeatable read");
        Sql.run(session, "select 1");
    }
}
