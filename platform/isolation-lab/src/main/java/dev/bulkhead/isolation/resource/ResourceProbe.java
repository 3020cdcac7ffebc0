package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import java.sql.SQLException;
import java.util.Set;

/**
 * One way to take what both services share.
 *
 * <p>An attempt opens everything through its {@link Contest}, which ends it all, however the
 * attempt itself ends. What an attempt leaves in a database it removes itself.
 */
interface ResourceProbe {

    /** What is tried, why, and what comes of it on each rung. */
    Probe probe();

    /** Takes it, and tells what the victim got. */
    Effect attempt(Contest contest) throws SQLException;

    /** The same place used rightfully, before and after: without it an attempt proves nothing. */
    default Effect control(Contest contest) throws SQLException {
        return contest.victimWorks();
    }

    /** As whom; the owner only where it makes a difference. */
    default Set<Actor> actors() {
        return Set.of(Actor.USER);
    }

    /** Whether it takes nothing but time, so that others may go on meanwhile. */
    default boolean onlyWaits() {
        return false;
    }

    /** Begins a probe that does nothing where other probes run, on servers that may serve. */
    static ProbeBuilder called(String id, String title, String tried) {
        return Probe.called(id, title)
                .attempt(tried, (_, _) -> Outcome.notApplicable("tried on throw-away servers only"))
                .againstVictim();
    }
}
