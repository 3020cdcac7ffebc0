package dev.bulkhead.isolation.resource;

import java.sql.SQLException;

/**
 * Sits in the victim's database, so that it can be neither copied nor dropped. Takes one session;
 * the administrator's copy is dropped.
 */
final class VictimsSeat implements ResourceProbe {

    @Override
    public String id() {
        return "K12";
    }

    @Override
    public String title() {
        return "sit in the victim's database, so that it cannot be copied";
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
}
