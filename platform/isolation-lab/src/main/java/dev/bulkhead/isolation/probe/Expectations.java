package dev.bulkhead.isolation.probe;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a probe is known to answer on each rung, as runtime user and as owner, measured on servers
 * as Bulkhead provisions them. The rung is how far two services stand apart: two services in one
 * database are on {@code schema}, wherever the others of the platform are.
 *
 * @param toReader what it answers to the runtime user of a service that reads the victim by
 *     contract, where that makes a difference; empty if it makes none
 * @param toGuest the same where that contract lets it into a database that is not its own; else it
 *     is what it would be in a shared one
 * @param unbound what it answers where no pg_hba.conf binds roles to databases, if that is not just
 *     the other code of a refused connection
 */
public record Expectations(
        Map<Isolation, Map<Actor, Expectation>> byRung,
        Optional<Expectation> toReader,
        Optional<Expectation> toGuest,
        Optional<Expectation> unbound) {

    public Expectations {
        var copy = new EnumMap<Isolation, Map<Actor, Expectation>>(Isolation.class);
        byRung.forEach((rung, byActor) -> copy.put(rung, Map.copyOf(byActor)));
        byRung = copy;
    }

    public Expectation of(Isolation rung, Actor actor) {
        var byActor = byRung.get(rung);
        var expectation = byActor == null ? null : byActor.get(actor);
        if (expectation == null) {
            throw new IllegalArgumentException(
                    "Nothing was measured on %s as %s".formatted(rung.word(), actor.word()));
        }
        return expectation;
    }
}
