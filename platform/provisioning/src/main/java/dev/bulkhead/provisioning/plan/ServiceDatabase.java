package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.manifest.Service;
import java.util.List;

/**
 * Where one service's tables live and who may touch them; every name of its rung is decided here.
 *
 * @param server {@link #SHARED_SERVER}, or the service's name when it has a server of its own
 * @param database the database
 * @param schema the schema in it, which the search path names
 * @param owner the role that owns the tables and migrates them
 * @param user the role that the service runs as
 * @param prefix what each table's name begins with; empty on all rungs but {@code prefix}
 * @param api the schema of the views that others may read; empty when nobody does
 * @param reads whose views it may read
 */
public record ServiceDatabase(
        Service service,
        String server,
        String database,
        String schema,
        String owner,
        String user,
        String prefix,
        String api,
        List<ReadContract> reads) {

    /** The name of the server that services share; no service may be called so. */
    public static final String SHARED_SERVER = "postgres";

    public ServiceDatabase {
        reads = List.copyOf(reads);
    }

    public static ServiceDatabase of(Manifest manifest, Service service) {
        var prefixed = service.isolation() == Isolation.PREFIX;
        var roles = prefixed ? manifest.identifier() : service.name();
        var isRead =
                manifest.services().stream().anyMatch(it -> it.reads().contains(service.name()));
        return new ServiceDatabase(
                service,
                server(service),
                manifest.databaseOf(service),
                manifest.schemaOf(service),
                roles + "_owner",
                roles + "_user",
                prefixed ? service.name() + "_" : "",
                isRead ? api(service) : "",
                service.reads().stream()
                        .map(manifest::service)
                        .map(it ->
                                new ReadContract(
                                        it.name(), server(it), manifest.databaseOf(it), api(it)))
                        .toList());
    }

    private static String server(Service service) {
        return service.isolation() == Isolation.SERVER ? service.name() : SHARED_SERVER;
    }

    private static String api(Service service) {
        return service.name() + "_api";
    }

    public Isolation isolation() {
        return service.isolation();
    }

    /** The same tables and roles in a database of another name. */
    public ServiceDatabase named(String otherDatabase) {
        return new ServiceDatabase(
                service, server, otherDatabase, schema, owner, user, prefix, api, reads);
    }

    /** The same tables and roles elsewhere, until they take this one's place. */
    public ServiceDatabase draft(String otherDatabase, String otherSchema, String otherApi) {
        return new ServiceDatabase(
                service, server, otherDatabase, otherSchema, owner, user, prefix, otherApi, reads);
    }

    /** The same, reading in a draft what it reads in the live one. */
    ServiceDatabase readingInstead(ServiceDatabase live, ServiceDatabase draft) {
        return new ServiceDatabase(
                service,
                server,
                database,
                schema,
                owner,
                user,
                prefix,
                api,
                reads.stream().map(it -> it.insteadOf(live, draft)).toList());
    }

    /** Flyway's table, which the runtime user may read, for it validates, but never change. */
    public String historyTable() {
        return prefix + "flyway_schema_history";
    }

    public List<String> appendOnlyTables() {
        return prefixed(service.appendOnly());
    }

    public List<String> rowSecurityTables() {
        return prefixed(service.rowSecurity());
    }

    private List<String> prefixed(List<String> tables) {
        return tables.stream().map(prefix::concat).toList();
    }

    /** The contracts that lead into a database other than its own. */
    public List<ReadContract> readsElsewhere() {
        return reads.stream()
                .filter(it -> !it.server().equals(server) || !it.database().equals(database))
                .toList();
    }

    /** The connections of the runtime user, wherever it may connect. */
    public int userConnections() {
        return service.userConnections() + readsElsewhere().size() * service.pooledConnections();
    }

    public List<String> roles() {
        return List.of(owner, user);
    }
}
