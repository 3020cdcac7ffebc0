package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmed;
import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Sits in the victim's database, so that it can be neither copied nor dropped. Takes one session;
 * the administrator's copy is dropped.
 */
final class VictimsSeat implements ResourceProbe {

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K12",
                        "sit in the victim's database, so that it cannot be copied",
                        "connect to the victim's database")
                .on(PREFIX, Expectation.notApplicable())
                .on(SCHEMA, Expectation.notApplicable())
                .on(DATABASE, Expectation.refusedAtConnect("28000"))
                .on(SERVER, Expectation.refusedAtConnect("28000"))
                .toReader(harmed("55006", Verdict.LIMIT))
                .why("A database can be copied, renamed or dropped only when nobody is in it.")
                .remedy(
                        "Revoke CONNECT from PUBLIC, and bind each role to its own database in"
                                + " pg_hba.conf.")
                .unhardened("–")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        return contest.sharedDatabase()
                ? Effect.senseless("both live in " + contest.victims().database())
                : Seat.in(contest.victims().database(), contest);
    }

    @Override
    public Effect control(Contest contest) throws SQLException {
        return Seat.copy(contest.victims().database(), contest);
    }

    @Override
    public Set<Actor> actors() {
        return EnumSet.allOf(Actor.class);
    }
}
