package dev.bulkhead.provisioning.plan;

import dev.bulkhead.provisioning.plan.Grants.Grant;
import dev.bulkhead.provisioning.plan.ServerCatalog.StrayGrant;
import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is inside one database. */
record DatabaseCatalog(
        Map<String, Schema> schemas,
        Map<DefaultsKey, Grants> defaultPrivileges,
        List<Entity> entities,
        List<ColumnGrant> columnGrants,
        List<StrayGrant> strayGrants) {

    /**
     * @param stripped whether its owner was taken rights of its own
     */
    record Schema(String owner, Grants grants, boolean stripped) {}

    /** Default privileges of what {@code role} creates; an empty schema means all schemas. */
    record DefaultsKey(String role, String schema, String type) {}

    /**
     * Anything in a service's schema that has an owner.
     *
     * @param schema where it is
     * @param kind the word that GRANT and ALTER use
     * @param ofPartitioned the tables that this one is a partition of, however far up
     * @param ownedByTable whether its owner follows a table's
     * @param stripped whether its owner was taken rights of its own
     */
    record Entity(
            String schema,
            String kind,
            String name,
            String sqlName,
            String owner,
            Grants grants,
            Set<String> ofPartitioned,
            boolean ownedByTable,
            boolean stripped) {}

    record ColumnGrant(String table, String column, String grantee) {}

    /** What CREATE DATABASE … TEMPLATE template0 leaves behind since PostgreSQL 15. */
    static DatabaseCatalog fresh() {
        return new DatabaseCatalog(
                Map.of(
                        "public",
                        new Schema("pg_database_owner", Grants.to(Sql.PUBLIC, "USAGE"), false)),
                Map.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** The same without what is outside of some schemas, which one owner has. */
    DatabaseCatalog only(Set<String> names, String owner) {
        var here = new LinkedHashMap<>(schemas);
        here.keySet().retainAll(names);
        var defaults = new LinkedHashMap<>(defaultPrivileges);
        defaults.keySet()
                .removeIf(it ->
                        !names.contains(it.schema())
                                && !it.equals(new DefaultsKey(owner, "", "f")));
        return new DatabaseCatalog(here, defaults, entities, columnGrants, List.of());
    }

    static DatabaseCatalog read(
            Connection connection, Collection<String> schemas, Collection<String> roles)
            throws SQLException {
        var entities = new ArrayList<Entity>();
        entities.addAll(relations(connection, schemas));
        entities.addAll(routines(connection, schemas));
        entities.addAll(types(connection, schemas));
        return new DatabaseCatalog(
                schemas(connection),
                defaults(connection),
                entities,
                columnGrants(connection, schemas),
                strayGrants(connection, schemas, roles));
    }

    /** Whatever else in this database any service's role was given, outside of the schemas. */
    private static List<StrayGrant> strayGrants(
            Connection connection, Collection<String> schemas, Collection<String> roles)
            throws SQLException {
        return Query.rows(
                connection,
                row -> new StrayGrant(row.getString(1), row.getString(2)),
                """
                select distinct
                       case when o.type in ('function', 'procedure', 'aggregate') then 'routine'
                            when o.type in ('view', 'materialized view', 'foreign table') then 'table'
                            when o.type = 'foreign-data wrapper' then 'foreign data wrapper'
                            when o.type = 'server' then 'foreign server'
                            else o.type end || ' ' || o.identity,
                       r.rolname
                  from pg_shdepend d
                  join pg_roles r on r.oid = d.refobjid
                 cross join pg_identify_object(d.classid, d.objid, 0) o
                 where d.refclassid = 'pg_authid'::regclass
                   and d.deptype = 'a'
                   and d.dbid = (select oid from pg_database where datname = current_database())
                   and d.classid not in ('pg_namespace'::regclass, 'pg_default_acl'::regclass)
                   and (o.schema is null
                        or o.schema <> all (select quote_ident(name) from unnest(?) name))
                   and r.rolname = any (?)
                 order by 1, 2
                """,
                schemas,
                roles);
    }

    private static Map<String, Schema> schemas(Connection connection) throws SQLException {
        var schemas = new LinkedHashMap<String, Schema>();
        Query.rows(
                connection,
                row ->
                        schemas.put(
                                row.getString(1),
                                new Schema(
                                        row.getString(2),
                                        grants(row.getArray(3), row.getString(2)),
                                        row.getBoolean("stripped"))),
                """
                select n.nspname, pg_get_userbyid(n.nspowner),
                """
                        + privileges("coalesce(n.nspacl, acldefault('n', n.nspowner))")
                        + stripped("n.nspacl", "'n'", "n.nspowner")
                        + """
                          from pg_namespace n
                         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                         order by 1
                        """);
        return schemas;
    }

    private static Map<DefaultsKey, Grants> defaults(Connection connection) throws SQLException {
        var defaults = new LinkedHashMap<DefaultsKey, Grants>();
        Query.rows(
                connection,
                row ->
                        defaults.put(
                                new DefaultsKey(
                                        row.getString(1), row.getString(2), row.getString(3)),
                                grants(row.getArray(4), row.getString(1))),
                """
                select pg_get_userbyid(d.defaclrole), coalesce(n.nspname, ''), d.defaclobjtype,
                """
                        + privileges("d.defaclacl")
                        + """
                          from pg_default_acl d
                          left join pg_namespace n on n.oid = d.defaclnamespace
                         order by 1, 2, 3
                        """);
        return defaults;
    }

    private static List<Entity> relations(Connection connection, Collection<String> schemas)
            throws SQLException {
        return Query.rows(
                connection,
                row ->
                        new Entity(
                                row.getString("schema"),
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                grants(row.getArray(7), row.getString(4)),
                                new HashSet<>(List.of((String[]) row.getArray(5).getArray())),
                                row.getBoolean(6),
                                row.getBoolean("stripped")),
                """
                select case c.relkind when 'S' then 'sequence' when 'v' then 'view'
                                      when 'm' then 'materialized view' when 'f' then 'foreign table'
                                      else 'table' end,
                       c.relname,
                       format('%I.%I', n.nspname, c.relname),
                       pg_get_userbyid(c.relowner),
                       array(with recursive ancestor(oid) as (
                                 select i.inhparent from pg_inherits i where i.inhrelid = c.oid
                                 union
                                 select i.inhparent from pg_inherits i join ancestor a on i.inhrelid = a.oid)
                             select p.relname::text from ancestor a join pg_class p on p.oid = a.oid),
                       exists (select from pg_depend d
                                where d.classid = 'pg_class'::regclass and d.objid = c.oid
                                  and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')),
                """
                        + privileges(
                                "coalesce(c.relacl, acldefault(case c.relkind when 'S' then"
                                        + " 's'::\"char\" else 'r' end, c.relowner))")
                        + stripped(
                                "c.relacl",
                                "case c.relkind when 'S' then 's'::\"char\" else 'r' end",
                                "c.relowner")
                        + """
                             , n.nspname as schema
                          from pg_class c
                          join pg_namespace n on n.oid = c.relnamespace
                         where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                        """
                        + notOfExtension("pg_class", "c.oid")
                        + "order by 1, 2",
                schemas);
    }

    private static List<Entity> routines(Connection connection, Collection<String> schemas)
            throws SQLException {
        return Query.rows(
                connection,
                row ->
                        new Entity(
                                row.getString("schema"),
                                "routine",
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                grants(row.getArray(4), row.getString(3)),
                                Set.of(),
                                false,
                                row.getBoolean("stripped")),
                """
                select p.proname,
                       format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                       pg_get_userbyid(p.proowner),
                """
                        + privileges("coalesce(p.proacl, acldefault('f', p.proowner))")
                        + stripped("p.proacl", "'f'", "p.proowner")
                        + """
                             , n.nspname as schema
                          from pg_proc p
                          join pg_namespace n on n.oid = p.pronamespace
                         where n.nspname = any (?)
                        """
                        + notOfExtension("pg_proc", "p.oid")
                        + "order by 2",
                schemas);
    }

    /** Types and domains of their own; PUBLIC may use them, which opens no row to anybody. */
    private static List<Entity> types(Connection connection, Collection<String> schemas)
            throws SQLException {
        return Query.rows(
                connection,
                row ->
                        new Entity(
                                row.getString("schema"),
                                "type",
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Grants.none(),
                                Set.of(),
                                false,
                                false),
                """
                select t.typname, format('%I.%I', n.nspname, t.typname), pg_get_userbyid(t.typowner),
                       n.nspname as schema
                  from pg_type t
                  join pg_namespace n on n.oid = t.typnamespace
                  left join pg_class c on c.oid = t.typrelid
                 where n.nspname = any (?)
                   and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')
                """
                        + notOfExtension("pg_type", "t.oid")
                        + "order by 1",
                schemas);
    }

    private static List<ColumnGrant> columnGrants(Connection connection, Collection<String> schemas)
            throws SQLException {
        return Query.rows(
                connection,
                row -> new ColumnGrant(row.getString(1), row.getString(2), row.getString(3)),
                """
                select distinct
                       format('%I.%I', n.nspname, c.relname),
                       a.attname,
                       case acl.grantee when 0 then 'PUBLIC' else pg_get_userbyid(acl.grantee) end
                  from pg_attribute a
                  join pg_class c on c.oid = a.attrelid
                  join pg_namespace n on n.oid = c.relnamespace
                 cross join aclexplode(a.attacl) acl
                 where n.nspname = any (?) and acl.grantee <> c.relowner
                 order by 1, 2, 3
                """,
                schemas);
    }

    /** An ACL as rows of grantee, privilege and whether it may be passed on. */
    private static String privileges(String acl) {
        return """
         array(select array[case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee)::text end,
                            a.privilege_type, a.is_grantable::text]
                 from aclexplode(%s) a)
        """
                .formatted(acl);
    }

    /** Whether an owner lacks something that it would have on an object that nobody touched. */
    private static String stripped(String acl, String type, String owner) {
        return """
        , %1$s is not null and exists (
              select from aclexplode(acldefault(%2$s, %3$s)) d
               where d.grantee = %3$s
                 and not exists (select from aclexplode(%1$s) a
                                  where a.grantee = %3$s and a.privilege_type = d.privilege_type)) as stripped
        """
                .formatted(acl, type, owner);
    }

    private static String notOfExtension(String catalog, String oid) {
        return """
            and not exists (select from pg_depend d
                             where d.classid = '%s'::regclass and d.objid = %s and d.deptype = 'e')
        """
                .formatted(catalog, oid);
    }

    private static Grants grants(java.sql.Array array, String owner) throws SQLException {
        var rows = new ArrayList<Grant>();
        if (array.getArray() instanceof String[][] grants) {
            for (var it : grants) {
                rows.add(new Grant(it[0], it[1], it[2].equals("true")));
            }
        }
        return Grants.of(rows, owner);
    }
}
