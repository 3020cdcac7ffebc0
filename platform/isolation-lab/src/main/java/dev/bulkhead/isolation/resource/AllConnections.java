package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmedAtConnect;
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

/** Takes connections until refused, at most as many as the server has places; holds them idle. */
final class AllConnections implements ResourceProbe {

    @Override
    public Probe probe() {
        return ResourceProbe.called("K1", "open all connections", "log in until refused, and stay")
                .on(PREFIX, harmedAtConnect("53300", Verdict.OPEN), Expectation.nothing())
                .on(SCHEMA, Expectation.nothing())
                .on(DATABASE, Expectation.nothing())
                .on(SERVER, Expectation.nothing())
                .why(
                        "A server has a fixed number of places; a role or database with a limit"
                                + " cannot take those of others.")
                .remedy(
                        "Give each role and each database a CONNECTION LIMIT, and let the sum fit"
                                + " max_connections.")
                .unhardened("53300")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var taken = 0;
        var refusal = "nothing refused it";
        try {
            while (taken < contest.places()) {
                contest.attacker();
                taken++;
            }
        } catch (SQLException e) {
            refusal = Effect.line(e);
        }
        return contest.victimWorks().after("%d sessions, then %s".formatted(taken, refusal));
    }

    @Override
    public Set<Actor> actors() {
        return EnumSet.allOf(Actor.class);
    }
}
