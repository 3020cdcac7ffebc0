package dev.bulkhead.cli.database;

import dev.bulkhead.provisioning.plan.ServiceDatabase;

/** The two roles of a service, in the words of the command line. */
public enum Login {
    /** Migrates. */
    owner,
    /** Serves. */
    user;

    public String of(ServiceDatabase place) {
        return this == owner ? place.owner() : place.user();
    }
}
