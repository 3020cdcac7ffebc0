package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One server with the services that live on it and are looked at.
 *
 * @param name as {@code ./bulkhead status} calls it
 * @param residents never none
 */
record Seat(String name, DatabaseServer server, List<ServiceDatabase> residents) {

    static List<Seat> of(Provisioning provisioning, List<ServiceDatabase> places) {
        return places.stream()
                .collect(
                        Collectors.groupingBy(
                                provisioning::server, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(it -> new Seat(name(provisioning, it.getValue()), it.getKey(), it.getValue()))
                .toList();
    }

    private static String name(Provisioning provisioning, List<ServiceDatabase> residents) {
        return residents.stream()
                .map(ServiceDatabase::server)
                .filter(provisioning.servers().own()::containsKey)
                .findFirst()
                .map(it -> ServiceDatabase.SHARED_SERVER + "-" + it)
                .orElse(ServiceDatabase.SHARED_SERVER);
    }

    List<String> databases() {
        return residents.stream().map(ServiceDatabase::database).distinct().toList();
    }
}
