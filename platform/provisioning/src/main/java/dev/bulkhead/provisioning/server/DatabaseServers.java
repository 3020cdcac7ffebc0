package dev.bulkhead.provisioning.server;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a platform.
 *
 * @param shared the one for every service without one of its own; null where none needs it
 * @param own by the name of the service that has it to itself
 */
public record DatabaseServers(@Nullable DatabaseServer shared, Map<String, DatabaseServer> own) {

    private static final String SHARED = "postgres";

    public DatabaseServers {
        own = new LinkedHashMap<>(own);
    }

    /** One server for everybody, whatever rung they are on. */
    public static DatabaseServers of(DatabaseServer server) {
        return new DatabaseServers(server, Map.of());
    }

    /**
     * @param name a service's name, or the shared server's
     * @throws ProvisioningFailed if there is no such server
     */
    public DatabaseServer get(String name) {
        var server = own.getOrDefault(name, shared);
        if (server == null) {
            throw new ProvisioningFailed(
                    name.equals(SHARED)
                            ? "There is no shared PostgreSQL server here."
                            : "There is no PostgreSQL server for service \"%s\".".formatted(name));
        }
        return server;
    }

    /** The same servers, to which connections are used again until these are closed. */
    public DatabaseServers keeping(KeptConnections connections) {
        var alone = new LinkedHashMap<String, DatabaseServer>();
        own.forEach((name, server) -> alone.put(name, server.keeping(connections)));
        return new DatabaseServers(shared == null ? null : shared.keeping(connections), alone);
    }

    public List<DatabaseServer> all() {
        var all = new LinkedHashSet<DatabaseServer>();
        if (shared != null) {
            all.add(shared);
        }
        all.addAll(own.values());
        return List.copyOf(all);
    }
}
