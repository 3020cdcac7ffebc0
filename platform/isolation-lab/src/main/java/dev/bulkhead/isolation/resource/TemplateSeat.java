package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Sits in template1 of the victim's server, which is copied for each new database and must be empty
 * for that. Takes one session; the administrator's new database is dropped.
 */
final class TemplateSeat implements ResourceProbe {

    @Override
    public String id() {
        return "K11";
    }

    @Override
    public String title() {
        return "sit in template1, so that no database can be made";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        return Seat.in("template1", contest);
    }

    @Override
    public Effect control(Contest contest) throws SQLException {
        return Seat.copy("template1", contest);
    }
}
