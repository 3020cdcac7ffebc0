package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Service;

/** How a rung of the isolation ladder names what belongs to a service. */
sealed interface Rung permits DatabaseRung {

    ServiceDatabase place(Service service);

    static Rung of(Isolation isolation) {
        return switch (isolation) {
            case DATABASE -> new DatabaseRung();
            case PREFIX, SCHEMA, SERVER ->
                    throw new IllegalArgumentException(isolation.word() + " is not available yet");
        };
    }
}
