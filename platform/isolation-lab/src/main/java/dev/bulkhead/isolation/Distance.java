package dev.bulkhead.isolation;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.Optional;

/** How far apart two services stand, whatever the manifest calls it. */
record Distance(Grounds attacker, Optional<Grounds> other) {

    Grounds victim() {
        return other.orElse(attacker);
    }

    Isolation rung() {
        if (other.isEmpty()) {
            return attacker.database().service().isolation();
        }
        var one = attacker.database();
        var two = victim().database();
        if (!attacker.server().url("").equals(victim().server().url(""))) {
            return Isolation.SERVER;
        }
        if (!one.database().equals(two.database())) {
            return Isolation.DATABASE;
        }
        return one.user().equals(two.user()) ? Isolation.PREFIX : Isolation.SCHEMA;
    }

    /** Whether the attacker may read what the victim publishes; on prefix everybody does. */
    boolean reads() {
        return other.isPresent()
                && rung() != Isolation.PREFIX
                && attacker.database().reads().stream()
                        .anyMatch(it -> it.service().equals(victim().name()));
    }

    /** Whether the victim's runtime user is known on the attacker's server, where it reads. */
    boolean victimVisits() {
        return rung() == Isolation.SERVER
                && victim().database().readsElsewhere().stream()
                        .anyMatch(it -> it.server().equals(attacker.database().server()));
    }

    /** Whether that contract lets it into a database which is not its own. */
    boolean entersAsReader(Actor actor) {
        return reads()
                && actor == Actor.USER
                && (rung() == Isolation.DATABASE || rung() == Isolation.SERVER);
    }
}
