package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.plan.Grants.Grant;
import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the server knows beyond a single database: roles, memberships, databases, settings. */
record ServerCatalog(
        int majorVersion,
        String currentUser,
        boolean superuser,
        int maxConnections,
        int authenticationTimeoutSeconds,
        int scramIterations,
        StatementStatistics statementStatistics,
        Map<String, Role> roles,
        List<Membership> memberships,
        Map<String, Database> databases,
        List<StraySetting> settingsInDatabases,
        List<StrayGrant> strayGrants) {

    record Role(
            boolean superuser,
            boolean inherit,
            boolean createRole,
            boolean createDatabase,
            boolean login,
            boolean replication,
            boolean bypassRls,
            int connectionLimit,
            boolean expires,
            @Nullable String verifier,
            Map<String, String> settings) {}

    /**
     * What the server does with pg_stat_statements.
     *
     * @param loaded whether it was started with the library, so that there is something to look at
     * @param installed whether the maintenance database has the extension
     * @param tracksUtility whether it keeps statements such as CREATE ROLE, whose text is not
     *     normalised
     */
    record StatementStatistics(boolean loaded, boolean installed, boolean tracksUtility) {}

    /** That {@code member} may act as {@code role}. */
    record Membership(String role, String member, String grantor) {}

    record Database(
            String owner,
            int connectionLimit,
            boolean allowsConnections,
            Grants grants,
            Map<String, String> settings) {}

    /** A setting of one role in one database. */
    record StraySetting(String role, String database, String name) {}

    /** A privilege on something that no service's role should hold. */
    record StrayGrant(String object, String grantee) {}

    private record Setting(String database, String role, String name, String value) {}

    static ServerCatalog read(
            Connection connection, Collection<String> roles, Collection<String> databases)
            throws SQLException {
        var settings = settings(connection, roles, databases);
        var iterations = ScramVerifier.iterations(connection);
        var server =
                Query.rows(
                                connection,
                                row ->
                                        new ServerCatalog(
                                                row.getInt(1) / 10_000,
                                                row.getString(2),
                                                row.getBoolean(3),
                                                row.getInt(4),
                                                row.getInt(5),
                                                iterations,
                                                new StatementStatistics(
                                                        row.getBoolean(6),
                                                        row.getBoolean(7),
                                                        row.getBoolean(8)),
                                                Map.of(),
                                                List.of(),
                                                Map.of(),
                                                List.of(),
                                                List.of()),
                                """
                                select current_setting('server_version_num')::int,
                                       current_user,
                                       (select rolsuper from pg_roles where rolname = current_user),
                                       current_setting('max_connections')::int,
                                       (select setting::int from pg_settings where name = 'authentication_timeout'),
                                       exists (select from pg_available_extensions where name = 'pg_stat_statements')
                                       and exists (select from pg_settings
                                                    where name = 'shared_preload_libraries'
                                                      and setting ~ '\\mpg_stat_statements\\M'),
                                       exists (select from pg_extension where extname = 'pg_stat_statements'),
                                       exists (select from pg_settings
                                                where name = 'pg_stat_statements.track_utility' and setting = 'on')
                                """)
                        .getFirst();
        return new ServerCatalog(
                server.majorVersion,
                server.currentUser,
                server.superuser,
                server.maxConnections,
                server.authenticationTimeoutSeconds,
                server.scramIterations,
                server.statementStatistics,
                server.superuser ? roles(connection, roles, settings) : Map.of(),
                memberships(connection, roles),
                databases(connection, databases, settings),
                settings.stream()
                        .filter(it -> !it.role().isEmpty() && !it.database().isEmpty())
                        .map(it -> new StraySetting(it.role(), it.database(), it.name()))
                        .toList(),
                strayGrants(connection, roles, databases));
    }

    private static Map<String, Role> roles(
            Connection connection, Collection<String> names, List<Setting> settings)
            throws SQLException {
        var roles = new HashMap<String, Role>();
        Query.rows(
                connection,
                row ->
                        roles.put(
                                row.getString(1),
                                new Role(
                                        row.getBoolean(2),
                                        row.getBoolean(3),
                                        row.getBoolean(4),
                                        row.getBoolean(5),
                                        row.getBoolean(6),
                                        row.getBoolean(7),
                                        row.getBoolean(8),
                                        row.getInt(9),
                                        row.getBoolean(10),
                                        row.getString(11),
                                        of(settings, "", row.getString(1)))),
                """
                select rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
                       rolreplication, rolbypassrls, rolconnlimit,
                       coalesce(rolvaliduntil <> 'infinity', false), rolpassword
                  from pg_authid
                 where rolname = any (?)
                """,
                names);
        return roles;
    }

    private static List<Membership> memberships(Connection connection, Collection<String> roles)
            throws SQLException {
        return Query.rows(
                connection,
                row -> new Membership(row.getString(1), row.getString(2), row.getString(3)),
                """
                select role.rolname, member.rolname, grantor.rolname
                  from pg_auth_members m
                  join pg_roles role on role.oid = m.roleid
                  join pg_roles member on member.oid = m.member
                  join pg_roles grantor on grantor.oid = m.grantor
                 where role.rolname = any (?) or member.rolname = any (?)
                 order by 1, 2, 3
                """,
                roles,
                roles);
    }

    private static Map<String, Database> databases(
            Connection connection, Collection<String> names, List<Setting> settings)
            throws SQLException {
        var grants = new HashMap<String, List<Grant>>();
        Query.rows(
                connection,
                row ->
                        grants.computeIfAbsent(row.getString(1), _ -> new java.util.ArrayList<>())
                                .add(
                                        new Grant(
                                                row.getString(2),
                                                row.getString(3),
                                                row.getBoolean(4))),
                """
                select d.datname,
                       case acl.grantee when 0 then 'PUBLIC' else pg_get_userbyid(acl.grantee) end,
                       acl.privilege_type,
                       acl.is_grantable
                  from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) acl
                 where d.datname = any (?)
                """,
                names);
        var databases = new HashMap<String, Database>();
        Query.rows(
                connection,
                row ->
                        databases.put(
                                row.getString(1),
                                new Database(
                                        row.getString(2),
                                        row.getInt(3),
                                        row.getBoolean(4),
                                        Grants.of(
                                                grants.getOrDefault(row.getString(1), List.of()),
                                                row.getString(2)),
                                        of(settings, row.getString(1), ""))),
                """
                select datname, pg_get_userbyid(datdba), datconnlimit, datallowconn
                  from pg_database
                 where datname = any (?)
                """,
                names);
        return databases;
    }

    /** On settings, tablespaces and databases that are nobody's of ours. */
    private static List<StrayGrant> strayGrants(
            Connection connection, Collection<String> roles, Collection<String> databases)
            throws SQLException {
        return Query.rows(
                connection,
                row -> new StrayGrant(row.getString(1), row.getString(2)),
                """
                select distinct object,
                       case acl.grantee when 0 then 'PUBLIC' else pg_get_userbyid(acl.grantee) end
                  from (select 'parameter ' || parname, paracl, true from pg_parameter_acl
                         union all
                        select format('tablespace %I', spcname), spcacl, true from pg_tablespace
                         union all
                        select format('database %I', datname), datacl, false
                          from pg_database where datname <> all (?)) o (object, acl, for_public)
                 cross join aclexplode(o.acl) acl
                 where pg_get_userbyid(acl.grantee) = any (?)
                    or (acl.grantee = 0 and o.for_public)
                 order by 1, 2
                """,
                databases,
                roles);
    }

    private static List<Setting> settings(
            Connection connection, Collection<String> roles, Collection<String> databases)
            throws SQLException {
        return Query.rows(
                connection,
                row ->
                        new Setting(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)),
                """
                select coalesce(d.datname, ''),
                       coalesce(r.rolname, ''),
                       split_part(setting, '=', 1),
                       substr(setting, strpos(setting, '=') + 1)
                  from pg_db_role_setting s
                  left join pg_database d on d.oid = s.setdatabase
                  left join pg_roles r on r.oid = s.setrole
                 cross join unnest(s.setconfig) setting
                 where r.rolname = any (?)
                    or (s.setrole = 0 and d.datname = any (?))
                """,
                roles,
                databases);
    }

    private static Map<String, String> of(List<Setting> settings, String database, String role) {
        var some = new TreeMap<String, String>();
        settings.stream()
                .filter(it -> it.database().equals(database) && it.role().equals(role))
                .forEach(it -> some.put(it.name(), it.value()));
        return some;
    }
}
