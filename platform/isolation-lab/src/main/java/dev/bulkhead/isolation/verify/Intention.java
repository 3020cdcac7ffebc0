package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the manifest says about a set of places, in the words that the catalogues use. */
record Intention(List<ServiceDatabase> places) {

    Intention {
        places = List.copyOf(places);
    }

    static String server(ServiceDatabase place) {
        return "postgres";
    }

    static String api(ServiceDatabase place) {
        return "";
    }

    static Set<String> rowSecurity(ServiceDatabase place) {
        return Set.of();
    }

    /** The runtime users that may read what a service publishes, its own among them. */
    Set<String> readers(ServiceDatabase published) {
        return Set.of();
    }

    Intention on(String server) {
        return new Intention(places.stream().filter(it -> server(it).equals(server)).toList());
    }

    Intention in(String database) {
        return new Intention(places.stream().filter(it -> it.database().equals(database)).toList());
    }

    Set<String> servers() {
        return places.stream()
                .map(Intention::server)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<String> databases() {
        return places.stream()
                .map(ServiceDatabase::database)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<String> roles() {
        return places.stream()
                .flatMap(it -> List.of(it.owner(), it.user()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<String> schemas() {
        return places.stream()
                .map(ServiceDatabase::schema)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    Set<String> apis() {
        return places.stream()
                .map(Intention::api)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Who owns what is in a schema; empty when the schema is no service's. */
    Optional<String> owner(String schema) {
        return places.stream()
                .filter(it -> it.schema().equals(schema) || api(it).equals(schema))
                .map(ServiceDatabase::owner)
                .findFirst();
    }

    /** The service whose table this is. */
    Optional<ServiceDatabase> place(String schema, String name) {
        return places.stream()
                .filter(it ->
                        api(it).equals(schema)
                                || it.schema().equals(schema) && name.startsWith(it.prefix()))
                .findFirst();
    }

    private List<ServiceDatabase> of(String role) {
        return places.stream()
                .filter(it -> it.owner().equals(role) || it.user().equals(role))
                .toList();
    }

    int connections(String role) {
        var place = of(role).getFirst();
        return place.owner().equals(role)
                ? place.service().ownerConnections()
                : place.service().userConnections();
    }

    int databaseConnections(String database) {
        return in(database).places.getFirst().service().connections();
    }

    /** What each session of a role starts with. */
    Map<String, String> settings(String role, int majorVersion) {
        var place = of(role).getFirst();
        var limits =
                place.owner().equals(role)
                        ? place.service().ownerLimits()
                        : place.service().userLimits();
        var settings = new LinkedHashMap<>(limits.settings());
        if (majorVersion < 17) {
            settings.remove("transaction_timeout");
        }
        return settings;
    }

    /** Where each session in a database looks for names, unless its role says. */
    Optional<String> searchPath(String database) {
        return Optional.of(in(database).places.getFirst().schema());
    }

    /** Who may connect to a database. */
    Set<String> admitted(String database) {
        var all = in(database);
        var admitted = new LinkedHashSet<>(all.roles());
        all.places.forEach(it -> admitted.addAll(readers(it)));
        return admitted;
    }

    /** Where a role may connect to. */
    Set<String> databasesOf(String role) {
        return databases().stream()
                .filter(it -> admitted(it).contains(role))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** For a person: the one service that is meant, or all of them. */
    static String services(Collection<ServiceDatabase> places) {
        var names = places.stream().map(it -> it.service().name()).distinct().toList();
        return names.size() == 1 ? names.getFirst() : "all services";
    }

    String service(String schema, String name) {
        return place(schema, name).map(it -> it.service().name()).orElseGet(() -> services(places));
    }

    String serviceOfRole(String role) {
        return services(of(role));
    }

    String serviceOfDatabase(String database) {
        return services(in(database).places);
    }
}
