package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.manifest.Limits;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** One login role, which several services share on the rung {@code prefix}. */
record WantedRole(String name, int connections, Map<String, String> settings) {

    /**
     * @param residents the services whose tables are on the server: both their roles
     * @param all the same, and those whose users come as guests
     */
    static List<WantedRole> of(
            Collection<ServiceDatabase> residents, Collection<ServiceDatabase> all) {
        var roles = new LinkedHashMap<String, WantedRole>();
        var counted = new LinkedHashSet<String>();
        for (var it : all) {
            if (!counted.add(it.service().name())) {
                continue; // the same service under another database name
            }
            if (residents.contains(it)) {
                add(
                        roles,
                        of(
                                it.owner(),
                                it,
                                it.service().ownerLimits(),
                                it.service().ownerConnections()));
            }
            add(roles, of(it.user(), it, it.service().userLimits(), it.userConnections()));
        }
        return List.copyOf(roles.values());
    }

    private static WantedRole of(
            String name, ServiceDatabase database, Limits limits, int connections) {
        var settings = new LinkedHashMap<>(limits.settings());
        if (database.isolation().sharesDatabase()) {
            settings.put(Planner.SEARCH_PATH, database.schema());
        }
        return new WantedRole(name, connections, settings);
    }

    private static void add(Map<String, WantedRole> roles, WantedRole role) {
        roles.merge(
                role.name(),
                role,
                (one, other) ->
                        new WantedRole(
                                one.name(),
                                one.connections() + other.connections(),
                                one.settings()));
    }
}
