package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Sits in template1 of the victim's server, which is copied for each new database and must be empty
 * for that. Takes one session; the administrator's new database is dropped.
 */
final class TemplateSeat implements ResourceProbe {

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K11",
                        "sit in template1, so that no database can be made",
                        "connect to template1")
                .everywhere(Expectation.refusedAtConnect("28000"))
                .why("template1 is copied for each new database, and only when nobody is in it.")
                .remedy(
                        "Revoke CONNECT on template1 from PUBLIC, and bind each role to its own"
                                + " database in pg_hba.conf.")
                .unhardened("55006")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        return Seat.in("template1", contest);
    }

    @Override
    public Effect control(Contest contest) throws SQLException {
        return Seat.copy("template1", contest);
    }

    @Override
    public Set<Actor> actors() {
        return EnumSet.allOf(Actor.class);
    }
}
