package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;

/** A service's place, with all there is to attack. */
record Grounds(ServiceDatabase database, DatabaseServer server, Bait bait, Landmarks landmarks) {

    String name() {
        return database.service().name();
    }
}
