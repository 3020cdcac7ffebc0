package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.server.DatabaseServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The server's pg_hba.conf: each role reaches its own database, from where it is expected, with its
 * password, and nothing else. A second wall behind the databases' own CONNECT privilege.
 */
public record HbaFile(String text) {

    /**
     * @param residents the services whose tables are on the server
     * @param guests services that may read what the residents publish, wherever they live
     */
    public static HbaFile of(
            DatabaseServer server,
            Collection<ServiceDatabase> residents,
            Collection<ServiceDatabase> guests) {
        var lines = new ArrayList<String>();
        lines.add("# Written by Bulkhead from its manifest; the first line that matches decides.");
        lines.add("local all %s scram-sha-256".formatted(server.administrator()));
        var administrators = new LinkedHashSet<>(DatabaseServer.LOOPBACK);
        administrators.addAll(server.networks());
        for (var network : administrators) {
            lines.add("host all %s %s scram-sha-256".formatted(server.administrator(), network));
        }
        rolesByDatabases(WantedDatabase.of(residents, guests))
                .forEach((names, roles) -> {
                    for (var network : server.networks()) {
                        lines.add(
                                "host %s %s %s scram-sha-256"
                                        .formatted(
                                                String.join(",", names),
                                                String.join(",", roles),
                                                network));
                    }
                });
        // "all" does not cover replication
        for (var database : List.of("replication", "all")) {
            lines.add("local %s all reject".formatted(database));
            lines.add("host %s all 0.0.0.0/0 reject".formatted(database));
            lines.add("host %s all ::/0 reject".formatted(database));
        }
        return new HbaFile(String.join("\n", lines) + "\n");
    }

    /** Roles that reach the same databases share a line. */
    private static Map<Set<String>, Set<String>> rolesByDatabases(List<WantedDatabase> databases) {
        var databasesOf = new LinkedHashMap<String, Set<String>>();
        for (var database : databases) {
            for (var role : database.roles()) {
                databasesOf.computeIfAbsent(role, _ -> new LinkedHashSet<>()).add(database.name());
            }
        }
        var rolesOf = new LinkedHashMap<Set<String>, Set<String>>();
        databasesOf.forEach((role, names) ->
                rolesOf.computeIfAbsent(names, _ -> new LinkedHashSet<>()).add(role));
        return rolesOf;
    }
}
