package dev.bulkhead.provisioning.removal;

import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.DatabaseServers;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes services' databases and roles from their servers, and nothing that another service has. A
 * database goes whole when nobody else lives in it; else only what is the service's own in it goes.
 * It may be repeated: what is gone already is left out.
 *
 * <p>Passwords stay in their files, and pg_hba.conf stays as it is: both let nobody in where there
 * is no role, and are used again when the databases are created again.
 */
public final class Removal {

    /** Tables and views of a service, for where others have theirs in the same schema. */
    private static final String OWN =
            """
            select case when c.relkind = 'v' then 1 when c.relkind = 'm' then 2
                        when c.relkind = 'f' then 3 when c.relkind in ('r', 'p') then 4 else 5 end as turn,
                   case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                                  when 'S' then 'sequence' else 'table' end as kind,
                   string_agg(format('%I.%I', n.nspname, c.relname), ', ' order by c.oid) as names
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where (n.nspname = ? and starts_with(c.relname, ?) or n.nspname = ?)
               and c.relkind in ('v', 'm', 'f', 'r', 'p', 'S') and not c.relispartition
               and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i')
                                  and d.classid = 'pg_class'::regclass and c.relkind = 'S')
             group by 1, 2
            union all
            select 6, 'routine', string_agg(p.oid::regprocedure::text, ', ')
              from pg_proc p join pg_namespace n on n.oid = p.pronamespace
             where n.nspname = ? and starts_with(p.proname, ?) or n.nspname = ?
            union all
            select 7, 'type', string_agg(format('%I.%I', n.nspname, t.typname), ', ')
              from pg_type t join pg_namespace n on n.oid = t.typnamespace
             where t.typtype in ('d', 'e', 'r') and (n.nspname = ? and starts_with(t.typname, ?) or n.nspname = ?)
            union all
            select 8, 'schema', format('%I', n.nspname) from pg_namespace n where n.nspname = ?
             order by 1
            """;

    private final Manifest manifest;
    private final DatabaseServers servers;
    private final List<ServiceDatabase> chosen;
    private final List<ServiceDatabase> others;

    /**
     * @param services which go; the others of the manifest stay
     */
    public Removal(Manifest manifest, DatabaseServers servers, Collection<String> services) {
        this.manifest = manifest;
        this.servers = servers;
        var all = manifest.services().stream().map(it -> ServiceDatabase.of(manifest, it)).toList();
        this.chosen = all.stream().filter(it -> services.contains(it.service().name())).toList();
        this.others = all.stream().filter(it -> !chosen.contains(it)).toList();
    }

    /** What would go, in words, one line each. */
    public List<String> what() {
        var lines = new LinkedHashSet<String>();
        for (var it : chosen) {
            lines.add(
                    alone(it)
                            ? "database %s".formatted(it.database())
                            : it.prefix().isEmpty()
                                    ? "schema %s of %s".formatted(it.schema(), it.database())
                                    : "what is called %s... in %s"
                                            .formatted(it.prefix(), it.database()));
        }
        roles().forEach(it -> lines.add("role " + it));
        return List.copyOf(lines);
    }

    /** Who would be cut off. */
    public List<Sessions.Connected> connected() {
        return chosen.stream()
                .flatMap(it ->
                        new Sessions(manifest, servers.get(it.server()), it).connected().stream())
                .distinct()
                .toList();
    }

    /**
     * @param force ends the sessions of who is connected, as often as needed
     * @param progress hears of each thing when it is gone
     * @throws ProvisioningFailed if somebody is connected and it is not forced, or something of
     *     another service relies on what would go
     */
    public void run(boolean force, Consumer<String> progress) {
        for (var it : chosen) {
            var server = servers.get(it.server());
            if (!exists(server, it.database())) {
                continue;
            }
            end(it, force);
            if (alone(it)) {
                dropDatabase(server, it.database(), force);
                progress.accept("database " + it.database());
            } else {
                dropOwn(server, it);
                progress.accept(it.service().name() + " in " + it.database());
            }
        }
        for (var server : servers.all()) {
            dropRoles(server);
        }
        chosen.forEach(it -> end(it, force));
        roles().forEach(progress);
    }

    private void end(ServiceDatabase service, boolean force) {
        if (force) {
            new Sessions(manifest, servers.get(service.server()), service).end();
        }
    }

    /** Whether nobody who stays has tables in its database. */
    private boolean alone(ServiceDatabase service) {
        return others.stream()
                .noneMatch(it ->
                        servers.get(it.server()).equals(servers.get(service.server()))
                                && it.database().equals(service.database()));
    }

    private Set<String> roles() {
        var kept = others.stream().flatMap(it -> it.roles().stream()).collect(Collectors.toSet());
        var roles = new LinkedHashSet<String>();
        chosen.forEach(it -> roles.addAll(it.roles()));
        roles.removeAll(kept);
        return roles;
    }

    private static boolean exists(DatabaseServer server, String database) {
        try (var connection = server.connect()) {
            return !names(connection, "select datname from pg_database where datname = ?", database)
                    .isEmpty();
        } catch (SQLException e) {
            throw server.refused(e, database, server.administrator());
        }
    }

    private static void dropDatabase(DatabaseServer server, String database, boolean force) {
        try (var connection = server.connect()) {
            execute(
                    connection,
                    "drop database if exists %s%s"
                            .formatted(quoted(database), force ? " with (force)" : ""));
        } catch (SQLException e) {
            throw failed("database " + database, e);
        }
    }

    private static void dropOwn(DatabaseServer server, ServiceDatabase service) {
        try (var connection = server.connect(service.database())) {
            execute(connection, "set lock_timeout = '10s'");
            connection.setAutoCommit(false);
            if (service.prefix().isEmpty()) {
                for (var role : service.roles()) {
                    dropOwned(connection, role);
                }
            } else {
                for (var statement : drops(connection, service)) {
                    execute(connection, statement);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw failed(service.service().name() + " in " + service.database(), e);
        }
    }

    private static List<String> drops(Connection connection, ServiceDatabase service)
            throws SQLException {
        var api = service.service().name() + "_api";
        var schema = service.schema();
        var prefix = service.prefix();
        var drops = new ArrayList<String>();
        try (var statement = connection.prepareStatement(OWN)) {
            var parameters =
                    List.of(schema, prefix, api, schema, prefix, api, schema, prefix, api, api);
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    if (result.getString("names") != null) {
                        drops.add(
                                "drop %s %s"
                                        .formatted(
                                                result.getString("kind"),
                                                result.getString("names")));
                    }
                }
            }
        }
        return drops;
    }

    /** What it owns and what it was granted; not what relies on it and is somebody else's. */
    private static void dropOwned(Connection connection, String role) throws SQLException {
        if (!names(connection, "select rolname from pg_roles where rolname = ?", role).isEmpty()) {
            execute(connection, "drop owned by %s restrict".formatted(quoted(role)));
        }
    }

    private void dropRoles(DatabaseServer server) {
        for (var role : roles()) {
            try (var connection = server.connect()) {
                for (var database :
                        names(
                                connection,
                                """
                                select distinct d.datname
                                  from pg_shdepend s join pg_database d on d.oid = s.dbid
                                 where s.refclassid = 'pg_authid'::regclass
                                   and s.refobjid = (select oid from pg_roles where rolname = ?)
                                """,
                                role)) {
                    try (var there = server.connect(database)) {
                        dropOwned(there, role);
                    }
                }
                dropOwned(connection, role);
                execute(connection, "drop role if exists " + quoted(role));
            } catch (SQLException e) {
                throw failed("role " + role, e);
            }
        }
    }

    private static List<String> names(Connection connection, String query, String parameter)
            throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, parameter);
            try (var result = statement.executeQuery()) {
                var names = new ArrayList<String>();
                while (result.next()) {
                    names.add(result.getString(1));
                }
                return names;
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static ProvisioningFailed failed(String what, SQLException e) {
        return new ProvisioningFailed(
                "%s was not dropped, because PostgreSQL refused: %s"
                        .formatted(what, String.valueOf(e.getMessage()).replace("\n", " ")),
                e);
    }
}
