package dev.bulkhead.provisioning.manifest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One service of the platform.
 *
 * @param module the folder of its sources
 * @param port where it serves HTTP; empty where the platform only has its database
 * @param pool connections that one instance holds at most
 * @param replicas instances that may run at once
 * @param database the database's name on the rungs {@code database} and {@code server}, unless it
 *     is the usual one
 * @param schema the schema's name on all rungs but {@code prefix}, unless it is the usual one
 * @param reads services whose published views it may read
 * @param shared whether readers may connect to its database although they live elsewhere
 * @param appendOnly tables whose rows the runtime user may add and read only
 * @param rowSecurity tables whose rows belong to single users: row-level security must be forced
 * @param references columns with ids of other services' rows
 * @param secrets random files of its own beside its password
 * @param userLimits what a session of the runtime user may take
 * @param ownerLimits what a session of the owner may take
 */
public record Service(
        String name,
        Path module,
        OptionalInt port,
        int pool,
        int replicas,
        Isolation isolation,
        Optional<String> database,
        Optional<String> schema,
        List<String> reads,
        boolean shared,
        List<String> appendOnly,
        List<String> rowSecurity,
        List<Reference> references,
        List<String> secrets,
        Limits userLimits,
        Limits ownerLimits) {

    /** For a look with psql, and for trying a new password before the old one goes. */
    private static final int SPARE_CONNECTIONS = 2;

    /** Flyway takes two; twice, because a second migrator or the end of the first may overlap. */
    private static final int OWNER_CONNECTIONS = 5;

    public Service {
        reads = List.copyOf(reads);
        appendOnly = List.copyOf(appendOnly);
        rowSecurity = List.copyOf(rowSecurity);
        references = List.copyOf(references);
        secrets = List.copyOf(secrets);
    }

    /** The folder with {@code migration} and {@code seed}. */
    public Path sql() {
        var resources = module.resolve("src/main/resources/db");
        var plain = module.resolve("db");
        return !Files.isDirectory(resources) && Files.isDirectory(plain) ? plain : resources;
    }

    /** What all instances hold in one database at most. */
    public int pooledConnections() {
        return pool * replicas;
    }

    public int userConnections() {
        return pooledConnections() + SPARE_CONNECTIONS;
    }

    public int ownerConnections() {
        return OWNER_CONNECTIONS;
    }

    public int connections() {
        return userConnections() + ownerConnections();
    }

    Service on(Isolation rung) {
        return new Service(
                name,
                module,
                port,
                pool,
                replicas,
                rung,
                database,
                schema,
                reads,
                shared,
                appendOnly,
                rowSecurity,
                references,
                secrets,
                userLimits,
                ownerLimits);
    }

    Service readingOnly(List<String> names) {
        return new Service(
                name,
                module,
                port,
                pool,
                replicas,
                isolation,
                database,
                schema,
                reads.stream().filter(names::contains).toList(),
                shared,
                appendOnly,
                rowSecurity,
                references.stream().filter(it -> names.contains(it.service())).toList(),
                secrets,
                userLimits,
                ownerLimits);
    }
}
