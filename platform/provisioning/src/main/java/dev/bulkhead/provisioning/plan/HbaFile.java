package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.server.DatabaseServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The server's pg_hba.conf: each role reaches its own database, from where it is expected, with its
 * password, and nothing else. A second wall behind the databases' own CONNECT privilege.
 */
public record HbaFile(String text) {

    private record Roles(String owner, String user) {}

    public static HbaFile of(DatabaseServer server, List<ServiceDatabase> databases) {
        var lines = new ArrayList<String>();
        lines.add("# Written by Bulkhead from its manifest; the first line that matches decides.");
        lines.add("local all %s scram-sha-256".formatted(server.administrator()));
        var administrators = new LinkedHashSet<>(DatabaseServer.LOOPBACK);
        administrators.addAll(server.networks());
        for (var network : administrators) {
            lines.add("host all %s %s scram-sha-256".formatted(server.administrator(), network));
        }
        var byRoles = new LinkedHashMap<Roles, Set<String>>();
        for (var it : databases) {
            byRoles.computeIfAbsent(new Roles(it.owner(), it.user()), _ -> new LinkedHashSet<>())
                    .add(it.database());
        }
        byRoles.forEach((roles, names) -> {
            for (var network : server.networks()) {
                lines.add(
                        "host %s %s,%s %s scram-sha-256"
                                .formatted(
                                        String.join(",", names),
                                        roles.owner(),
                                        roles.user(),
                                        network));
            }
        });
        lines.add("local all all reject");
        lines.add("host all all 0.0.0.0/0 reject");
        lines.add("host all all ::/0 reject");
        return new HbaFile(String.join("\n", lines) + "\n");
    }
}
