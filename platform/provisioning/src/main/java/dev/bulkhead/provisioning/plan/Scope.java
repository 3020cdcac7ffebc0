package dev.bulkhead.provisioning.plan;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose things a plan changes. Everybody is compared all the same, because a limit, a grant or the
 * pg_hba.conf of one depends on the others; what is not in the scope is only left as it is.
 *
 * @param chosen the services; empty for all of them
 */
public record Scope(Optional<List<ServiceDatabase>> chosen) {

    /** Everything is changed that is not as wanted. */
    public static final Scope ALL = new Scope(Optional.empty());

    /** What these services own, and what they may do elsewhere. */
    public static Scope of(Collection<ServiceDatabase> services) {
        return new Scope(Optional.of(List.copyOf(services)));
    }

    boolean isAll() {
        return chosen.isEmpty();
    }

    private List<ServiceDatabase> services() {
        return chosen.orElse(List.of());
    }

    Set<String> roles() {
        return services().stream().flatMap(it -> it.roles().stream()).collect(Collectors.toSet());
    }

    boolean role(String name) {
        return isAll() || roles().contains(name);
    }

    /** Whether anybody's tables in it are in the scope. */
    boolean changes(WantedDatabase database) {
        return isAll() || database.residents().stream().anyMatch(services()::contains);
    }

    /** Whether nobody else's tables are in it. */
    boolean covers(WantedDatabase database) {
        return isAll() || services().containsAll(database.residents());
    }

    boolean visits(WantedDatabase database) {
        return isAll() || database.guests().stream().anyMatch(services()::contains);
    }

    boolean schema(WantedDatabase database, String schema) {
        return isAll() || in(database).anyMatch(it -> isOf(it, schema));
    }

    boolean entity(WantedDatabase database, DatabaseCatalog.Entity entity) {
        return isAll()
                || in(database)
                        .anyMatch(it ->
                                entity.schema().equals(it.api())
                                        || entity.schema().equals(it.schema())
                                                && entity.name().startsWith(it.prefix()));
    }

    private Stream<ServiceDatabase> in(WantedDatabase database) {
        return database.residents().stream().filter(services()::contains);
    }

    private static boolean isOf(ServiceDatabase service, String schema) {
        return schema.equals(service.schema()) || schema.equals(service.api());
    }
}
