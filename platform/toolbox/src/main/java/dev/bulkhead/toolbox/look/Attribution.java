package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whose a session, a statement or a table is. */
final class Attribution {

    private final List<ServiceDatabase> everybody;

    /**
     * @param everybody all services of the platform, looked at or not
     */
    Attribution(List<ServiceDatabase> everybody) {
        this.everybody = everybody;
    }

    /** Whose a session is, by its role, and where services share one by the name it goes by. */
    Whose session(String role, String application, boolean superuser) {
        var services = servicesOf(role);
        if (services.size() > 1) {
            return services.stream()
                    .filter(it ->
                            application.equals(it.service().name())
                                    || application.equals(module(it)))
                    .findFirst()
                    .map(it -> Whose.service(it.service().name()))
                    .orElse(Whose.SHARED);
        }
        return services.stream()
                .findFirst()
                .map(it -> Whose.service(it.service().name()))
                .orElse(superuser ? Whose.ADMINISTRATOR : Whose.UNKNOWN);
    }

    /** The services that a role belongs to: several on the rung {@code prefix}. */
    List<ServiceDatabase> servicesOf(String role) {
        return everybody.stream().filter(it -> it.roles().contains(role)).toList();
    }

    /** What an application calls itself is the name of its module. */
    private static String module(ServiceDatabase place) {
        return place.service().module().getFileName().toString();
    }

    /** The service that a table of a database belongs to. */
    Optional<String> table(String server, String database, String schema, String table) {
        return everybody.stream()
                .filter(it -> it.server().equals(server) && it.database().equals(database))
                .filter(it -> it.schema().equals(schema) || it.api().equals(schema))
                .filter(it -> table.startsWith(it.prefix()))
                .max(Comparator.comparing(it -> it.prefix().length()))
                .map(it -> it.service().name());
    }
}
