package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the manifest says about one server, or one database of it, in the words that the catalogues
 * use.
 *
 * @param places where the tables are that this is about
 * @param everybody all services of the platform, whose users may come as guests
 */
record Intention(List<ServiceDatabase> places, List<ServiceDatabase> everybody) {

    Intention {
        places = List.copyOf(places);
        everybody = List.copyOf(everybody);
    }

    Intention in(String database) {
        return new Intention(
                places.stream().filter(it -> it.database().equals(database)).toList(), everybody);
    }

    Set<String> databases() {
        return collect(places, ServiceDatabase::database);
    }

    Set<String> schemas() {
        return collect(places, ServiceDatabase::schema);
    }

    /** The schemas of published views. */
    Set<String> apis() {
        var apis = collect(places, ServiceDatabase::api);
        apis.remove("");
        return apis;
    }

    /** Every role that has business here: the residents' two, and the guests' users. */
    Set<String> roles() {
        var roles = new LinkedHashSet<String>();
        places.forEach(it -> roles.addAll(it.roles()));
        guests().forEach(it -> roles.add(it.user()));
        return roles;
    }

    private List<ServiceDatabase> guests() {
        return everybody.stream()
                .filter(it -> !places.contains(it))
                .filter(it -> places.stream().anyMatch(host -> reads(it, host)))
                .toList();
    }

    private static boolean reads(ServiceDatabase reader, ServiceDatabase host) {
        return !host.api().isEmpty()
                && reader.reads().stream()
                        .anyMatch(it ->
                                it.service().equals(host.service().name())
                                        && it.database().equals(host.database()));
    }

    /** The runtime users that may read what a service publishes, its own among them. */
    Set<String> readers(ServiceDatabase host) {
        var readers = new LinkedHashSet<String>();
        readers.add(host.user());
        everybody.stream().filter(it -> reads(it, host)).forEach(it -> readers.add(it.user()));
        return readers;
    }

    /** Who owns what is in a schema; empty when the schema is no service's. */
    Optional<String> owner(String schema) {
        return places.stream()
                .filter(it -> it.schema().equals(schema) || it.api().equals(schema))
                .map(ServiceDatabase::owner)
                .findFirst();
    }

    /** The services whose tables lie in a schema: several where they share it. */
    List<ServiceDatabase> residents(String schema) {
        return places.stream().filter(it -> it.schema().equals(schema)).toList();
    }

    /** The service that publishes in a schema. */
    Optional<ServiceDatabase> publisher(String schema) {
        return places.stream()
                .filter(it -> !it.api().isEmpty() && it.api().equals(schema))
                .findFirst();
    }

    /** The sum over the services that share the role. */
    int connections(String role) {
        return of(role).stream()
                .mapToInt(it ->
                        it.owner().equals(role)
                                ? it.service().ownerConnections()
                                : it.userConnections())
                .sum();
    }

    int databaseConnections(String database) {
        var here = in(database);
        return here.places.stream().mapToInt(it -> it.service().connections()).sum()
                + here.guests().stream().mapToInt(it -> it.service().pooledConnections()).sum();
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
        if (place.isolation().sharesDatabase()) {
            settings.put("search_path", place.schema());
        }
        return settings;
    }

    /** Where each session in a database looks for names, unless its role says. */
    Optional<String> searchPath(String database) {
        return in(database).places.stream()
                .filter(it -> !it.isolation().sharesDatabase())
                .map(ServiceDatabase::schema)
                .findFirst();
    }

    /** Who may connect to a database. */
    Set<String> admitted(String database) {
        return in(database).roles();
    }

    /** Where a role may connect to. */
    Set<String> databasesOf(String role) {
        return databases().stream()
                .filter(it -> admitted(it).contains(role))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<ServiceDatabase> of(String role) {
        return everybody.stream().filter(it -> it.roles().contains(role)).toList();
    }

    /** For a person: the one service that something belongs to, or all that it may belong to. */
    String service(String schema, String name) {
        var owners =
                Stream.concat(
                                publisher(schema).stream(),
                                residents(schema).stream()
                                        .filter(it -> name.startsWith(it.prefix())))
                        .toList();
        return services(owners.isEmpty() ? places : owners);
    }

    String serviceOfRole(String role) {
        return services(of(role));
    }

    String serviceOfDatabase(String database) {
        return services(in(database).places);
    }

    static String services(Collection<ServiceDatabase> places) {
        var names = places.stream().map(it -> it.service().name()).distinct().toList();
        return names.size() == 1 ? names.getFirst() : "several services";
    }

    private static Set<String> collect(
            List<ServiceDatabase> places, Function<ServiceDatabase, String> name) {
        return places.stream().map(name).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
