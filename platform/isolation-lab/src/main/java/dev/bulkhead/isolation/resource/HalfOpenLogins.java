package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmedAtConnect;
import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.sql.SQLException;

/**
 * Begins as many logins as the server has places and finishes none; holds them for as long as the
 * victim needs to try one. A connection limit counts only who has logged in.
 */
final class HalfOpenLogins implements ResourceProbe {

    /** As in every server: backends on their way out still hold theirs. */
    private static final int MORE = 20;

    private final boolean knownRole;

    private HalfOpenLogins(boolean knownRole) {
        this.knownRole = knownRole;
    }

    static HalfOpenLogins ofOwnRole() {
        return new HalfOpenLogins(true);
    }

    static HalfOpenLogins ofUnknownRole() {
        return new HalfOpenLogins(false);
    }

    @Override
    public Probe probe() {
        return knownRole
                ? ResourceProbe.called(
                                "K2",
                                "begin logins and finish none",
                                "begin as many logins as there are places, and never answer the"
                                        + " question for the password")
                        .on(PREFIX, harmedAtConnect("53300", Verdict.LIMIT))
                        .on(SCHEMA, harmedAtConnect("53300", Verdict.LIMIT))
                        .on(DATABASE, harmedAtConnect("53300", Verdict.LIMIT))
                        .on(SERVER, Expectation.nothing())
                        .why(
                                "A connection limit counts only who has logged in, and until then"
                                    + " each login has a place. Nobody can log in meanwhile, nor"
                                    + " can the administrator.")
                        .remedy(
                                "Keep authentication_timeout short and the network of the services"
                                        + " closed to others; put a pooler in front.")
                        .unhardened("53300")
                        .build()
                : ResourceProbe.called(
                                "K2b",
                                "begin logins of a role that does not exist",
                                "the same as K2, with a role name made up")
                        .everywhere(Expectation.nothing())
                        .why(
                                "pg_hba.conf turns away whoever no line names, before asking for a"
                                        + " password.")
                        .remedy("Let the last lines of pg_hba.conf reject everything.")
                        .unhardened("53300")
                        .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        var held = 0;
        for (int i = 0; i < contest.places() + MORE; i++) {
            if (contest.halfOpen(knownRole ? contest.role() : "bulkhead_nobody").asked()) {
                held++;
            } else if (knownRole) {
                break; // no place is left, and the first will be free again soon
            }
        }
        return contest.victimWorks().after("%d logins held open".formatted(held));
    }
}
