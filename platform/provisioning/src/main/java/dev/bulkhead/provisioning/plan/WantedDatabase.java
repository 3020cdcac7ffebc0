package dev.bulkhead.provisioning.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One database with everybody in it.
 *
 * @param residents the services whose tables it holds
 * @param guests services of other databases that may read what the residents publish
 */
record WantedDatabase(String name, List<ServiceDatabase> residents, List<ServiceDatabase> guests) {

    static List<WantedDatabase> of(
            Collection<ServiceDatabase> residents, Collection<ServiceDatabase> guests) {
        var byName =
                residents.stream()
                        .collect(
                                Collectors.groupingBy(
                                        ServiceDatabase::database,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return byName.entrySet().stream()
                .map(it ->
                        new WantedDatabase(
                                it.getKey(), it.getValue(), guests(it.getValue(), guests)))
                .toList();
    }

    private static List<ServiceDatabase> guests(
            List<ServiceDatabase> residents, Collection<ServiceDatabase> all) {
        return all.stream()
                .filter(guest ->
                        residents.stream()
                                .anyMatch(host ->
                                        guest.readsElsewhere().stream()
                                                .anyMatch(it -> isOf(it, host))))
                .toList();
    }

    private static boolean isOf(ReadContract contract, ServiceDatabase host) {
        return contract.server().equals(host.server())
                && contract.database().equals(host.database())
                && contract.schema().equals(host.api());
    }

    /** Whoever may connect. */
    Set<String> roles() {
        var roles = new LinkedHashSet<String>();
        residents.forEach(it -> roles.addAll(it.roles()));
        guests.forEach(it -> roles.add(it.user()));
        return roles;
    }

    /** Where everybody lives in one schema it stands at the database, otherwise at the roles. */
    Optional<String> searchPath() {
        return residents.stream()
                .filter(it -> !it.isolation().sharesDatabase())
                .map(ServiceDatabase::schema)
                .findFirst();
    }

    int connections() {
        return residents.stream().mapToInt(it -> it.service().connections()).sum()
                + guests.stream().mapToInt(it -> it.service().pooledConnections()).sum();
    }

    Map<String, WantedSchema> schemas() {
        var schemas = new LinkedHashMap<String, WantedSchema>();
        for (var it : residents) {
            schemas.computeIfAbsent(it.schema(), name -> WantedSchema.home(name, it))
                    .services()
                    .add(it);
        }
        for (var it : residents) {
            if (!it.api().isEmpty()) {
                schemas.put(it.api(), WantedSchema.published(it, readers(it)));
            }
        }
        return schemas;
    }

    private Set<String> readers(ServiceDatabase host) {
        var readers = new LinkedHashSet<String>();
        readers.add(host.user());
        var candidates = new ArrayList<>(residents);
        candidates.addAll(guests);
        candidates.stream()
                .filter(guest ->
                        guest.reads().stream().anyMatch(it -> it.schema().equals(host.api())))
                .forEach(it -> readers.add(it.user()));
        return readers;
    }
}
