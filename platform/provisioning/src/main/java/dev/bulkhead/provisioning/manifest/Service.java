package dev.bulkhead.provisioning.manifest;

import java.nio.file.Path;
import java.util.List;

/**
 * One service of the platform.
 *
 * @param module the folder of its sources, from which migrations and seeds are read
 * @param port where it serves HTTP
 * @param pool connections that one instance holds at most
 * @param replicas instances that may run at once
 * @param appendOnly tables whose rows the runtime user may add and read only
 * @param secrets random files of its own beside its password
 * @param userLimits what a session of the runtime user may take
 * @param ownerLimits what a session of the owner may take
 */
public record Service(
        String name,
        Path module,
        int port,
        int pool,
        int replicas,
        Isolation isolation,
        List<String> appendOnly,
        List<String> secrets,
        Limits userLimits,
        Limits ownerLimits) {

    /** For a look with psql, and for trying a new password before the old one goes. */
    private static final int SPARE_CONNECTIONS = 2;

    /** Flyway takes two; twice, because a second migrator or the end of the first may overlap. */
    private static final int OWNER_CONNECTIONS = 5;

    public Service {
        appendOnly = List.copyOf(appendOnly);
        secrets = List.copyOf(secrets);
    }

    public int userConnections() {
        return pool * replicas + SPARE_CONNECTIONS;
    }

    public int ownerConnections() {
        return OWNER_CONNECTIONS;
    }

    public int connections() {
        return userConnections() + ownerConnections();
    }
}
