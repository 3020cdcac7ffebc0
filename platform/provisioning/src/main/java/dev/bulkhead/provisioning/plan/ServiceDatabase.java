package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.manifest.Service;
import java.util.List;

/**
 * Where one service's tables live and who may touch them; every name is decided here.
 *
 * @param database the database
 * @param schema the schema in it, which the search path names
 * @param owner the role that owns the tables and migrates them
 * @param user the role that the service runs as
 * @param prefix what each table's name begins with
 */
public record ServiceDatabase(
        Service service, String database, String schema, String owner, String user, String prefix) {

    public static ServiceDatabase of(Service service) {
        return Rung.of(service.isolation()).place(service);
    }

    /** The same tables and roles in a database of another name. */
    public ServiceDatabase named(String otherDatabase) {
        return new ServiceDatabase(service, otherDatabase, schema, owner, user, prefix);
    }

    /** Flyway's table, which the runtime user may read, for it validates, but never change. */
    public String historyTable() {
        return prefix + "flyway_schema_history";
    }

    public List<String> appendOnlyTables() {
        return service.appendOnly().stream().map(prefix::concat).toList();
    }

    List<String> roles() {
        return List.of(owner, user);
    }
}
