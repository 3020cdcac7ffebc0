package dev.bulkhead.isolation;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.util.HashMap;
import java.util.Map;

/**
 * A service's place, with all there is to attack.
 *
 * @param names what the names in statements stand for: quoted as SQL wants names, and with an
 *     apostrophe at the end as it wants literals
 */
record Grounds(
        ServiceDatabase database,
        DatabaseServer server,
        Landmarks landmarks,
        Map<String, String> names) {

    static Grounds of(
            ServiceDatabase database, DatabaseServer server, Bait bait, Landmarks landmarks) {
        return new Grounds(database, server, landmarks, names(database, bait));
    }

    String name() {
        return database.service().name();
    }

    private static Map<String, String> names(ServiceDatabase of, Bait bait) {
        var names = new HashMap<String, String>();
        put(names, "owner", of.owner());
        put(names, "user", of.user());
        put(names, "schema", of.schema());
        put(names, "database", of.database());
        put(names, "prefix", of.prefix());
        put(names, "api", of.api());
        put(names, "table_name", Bait.plain(of, ""));
        names.put("service", of.service().name());
        names.put("history", Bait.quoted(of.schema()) + "." + Bait.quoted(of.historyTable()));
        names.put("bait", Bait.table(of));
        names.put("view", Bait.name(of, "_view"));
        names.put("sequence", Bait.name(of, "_seq"));
        names.put("function", Bait.name(of, "_secret"));
        names.put("unpinned", Bait.name(of, "_unpinned"));
        names.put("pinned", Bait.name(of, "_pinned"));
        names.put("large_object", String.valueOf(bait.largeObject()));
        return names;
    }

    private static void put(Map<String, String> names, String key, String name) {
        names.put(key, Bait.quoted(name));
        names.put(key + "'", "'" + name.replace("'", "''") + "'");
    }
}
