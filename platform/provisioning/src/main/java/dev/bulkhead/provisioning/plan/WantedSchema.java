package dev.bulkhead.provisioning.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One schema, its owner, and what its users may do with what is in it.
 *
 * @param services whose tables it holds; none in a schema of published views
 */
record WantedSchema(String name, String owner, Set<String> users, List<ServiceDatabase> services) {

    static WantedSchema home(String name, ServiceDatabase first) {
        return new WantedSchema(name, first.owner(), Set.of(first.user()), new ArrayList<>());
    }

    static WantedSchema published(ServiceDatabase host, Set<String> readers) {
        return new WantedSchema(host.api(), host.owner(), readers, List.of());
    }

    private boolean published() {
        return services.isEmpty();
    }

    Grants usage() {
        return toAll("USAGE");
    }

    /** By PostgreSQL's letter for the kind of object. */
    Map<String, Grants> defaults() {
        var defaults = new LinkedHashMap<String, Grants>();
        if (published()) {
            defaults.put("r", toAll("SELECT"));
        } else {
            defaults.put("r", toAll("SELECT", "INSERT", "UPDATE", "DELETE"));
            defaults.put("S", toAll("USAGE"));
            defaults.put("f", toAll("EXECUTE"));
        }
        return defaults;
    }

    Grants on(DatabaseCatalog.Entity entity) {
        return switch (entity.kind()) {
            case "type" -> Grants.none();
            case "sequence" -> published() ? Grants.none() : toAll("USAGE");
            case "routine" -> published() ? Grants.none() : toAll("EXECUTE");
            default -> published() ? toAll("SELECT") : onTable(entity);
        };
    }

    private Grants onTable(DatabaseCatalog.Entity entity) {
        var names = new TreeSet<>(entity.ofPartitioned());
        names.add(entity.name());
        if (services.stream().anyMatch(it -> names.contains(it.historyTable()))) {
            return toAll("SELECT");
        }
        return services.stream()
                        .flatMap(it -> it.appendOnlyTables().stream())
                        .anyMatch(names::contains)
                ? toAll("SELECT", "INSERT")
                : toAll("SELECT", "INSERT", "UPDATE", "DELETE");
    }

    private Grants toAll(String... privileges) {
        var grants = Grants.none();
        users.forEach(it -> grants.and(it, privileges));
        return grants;
    }
}
