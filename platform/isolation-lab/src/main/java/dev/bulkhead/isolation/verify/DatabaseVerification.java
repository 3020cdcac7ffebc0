package dev.bulkhead.isolation.verify;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is inside one database. Types are looked at for their owner only: PUBLIC may use them, which
 * opens no row to anybody.
 */
final class DatabaseVerification {

    private record Relation(
            String schema,
            String name,
            String sqlName,
            String kind,
            List<String> ancestors,
            boolean rowSecurity,
            boolean forced,
            int policies,
            boolean invoker,
            boolean barrier,
            List<String> copies) {

        String object() {
            return kind + " " + sqlName;
        }

        boolean isTable() {
            return kind.equals("table");
        }

        boolean isOrPartOf(Set<String> tables) {
            return tables.contains(name) || ancestors.stream().anyMatch(tables::contains);
        }
    }

    private record Routine(
            String schema,
            String name,
            String sqlName,
            boolean definer,
            @Nullable String searchPath,
            String language,
            boolean trustedLanguage) {

        String object() {
            return "routine " + sqlName;
        }
    }

    private record Policy(
            String schema,
            String table,
            String name,
            boolean permissive,
            List<String> roles,
            @Nullable String using) {}

    /** Of which the provisioner sets the owner; it knows no other kinds. */
    private static final Pattern PROVISIONED_OWNER =
            Pattern.compile("(table|view|materialized view|foreign table|sequence|routine|type) ");

    private final Connection connection;
    private final String database;
    private final Intention intention;

    /** Every role of every service on this server, not only of those that live here. */
    private final Set<String> roles;

    private final Map<String, String> services = new HashMap<>();
    private final Deviations found = new Deviations();

    DatabaseVerification(
            Connection connection, String database, Intention intention, Set<String> roles) {
        this.connection = connection;
        this.database = database;
        this.intention = intention;
        this.roles = roles;
    }

    List<Deviation> run() throws SQLException {
        var relations = relations();
        var routines = routines();
        strangers();
        schemas();
        owners();
        code(routines);
        grants(relations, routines);
        ownersOwn();
        defaultPrivileges();
        views(relations);
        rowSecurity(relations);
        return found.all();
    }

    private String whole() {
        return Intention.services(intention.places());
    }

    private List<Relation> relations() throws SQLException {
        return Rows.of(
                connection,
                row ->
                        new Relation(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                Rows.texts(row, 5),
                                row.getBoolean(6),
                                row.getBoolean(7),
                                row.getInt(8),
                                row.getBoolean(9),
                                row.getBoolean(10),
                                Rows.texts(row, 11)),
                """
                with recursive ancestor (child, parent) as (
                    select inhrelid, inhparent from pg_inherits
                    union
                    select a.child, i.inhparent
                      from ancestor a
                      join pg_inherits i on i.inhrelid = a.parent)
                select n.nspname, c.relname, format('%I.%I', n.nspname, c.relname),
                       case c.relkind when 'S' then 'sequence' when 'v' then 'view'
                                      when 'm' then 'materialized view' when 'f' then 'foreign table'
                                      else 'table' end,
                       array(select p.relname::text from ancestor a join pg_class p on p.oid = a.parent
                              where a.child = c.oid),
                       c.relrowsecurity, c.relforcerowsecurity,
                       (select count(*) from pg_policy p where p.polrelid = c.oid),
                       coalesce((select option_value::boolean from pg_options_to_table(c.reloptions)
                                  where option_name = 'security_invoker'), false),
                       coalesce((select option_value::boolean from pg_options_to_table(c.reloptions)
                                  where option_name = 'security_barrier'), false),
                       case when c.relkind = 'm' then array(
                           select distinct t.relname::text
                             from pg_rewrite r
                             join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
                                             and d.refclassid = 'pg_class'::regclass
                             join pg_class t on t.oid = d.refobjid and t.relrowsecurity
                            where r.ev_class = c.oid) end
                  from pg_class c
                  join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                   and not exists (select from pg_depend e
                                    where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
                """,
                ours());
    }

    private List<Routine> routines() throws SQLException {
        return Rows.of(
                connection,
                row ->
                        new Routine(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getString(5),
                                row.getString(6),
                                row.getBoolean(7)),
                """
                select n.nspname, p.proname,
                       format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                       p.prosecdef,
                       (select substr(setting, 13) from unnest(p.proconfig) setting
                         where setting like 'search_path=%'),
                       l.lanname, l.lanpltrusted
                  from pg_proc p
                  join pg_namespace n on n.oid = p.pronamespace
                  join pg_language l on l.oid = p.prolang
                 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                   and not exists (select from pg_depend d
                                    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
                 order by 3
                """);
    }

    private void code(List<Routine> routines) {
        for (var it : routines) {
            var service = intention.service(it.schema(), it.name());
            if (it.definer()) {
                definer(service, it);
            }
            if (!it.trustedLanguage()) {
                found.hole(
                        service,
                        it.object(),
                        "written in %s, which PostgreSQL does not confine".formatted(it.language()),
                        "SQL or PL/pgSQL",
                        "drop %s".formatted(it.object()));
            }
            if (intention.owner(it.schema()).isEmpty()) {
                found.hole(
                        service,
                        it.object(),
                        "lies in a schema that is no service's, where others may call it by chance",
                        "nothing there",
                        "drop %s".formatted(it.object()));
            }
        }
    }

    /** It runs as its owner, so nobody else may decide what its names mean. */
    private void definer(String service, Routine routine) {
        var searchPath = routine.searchPath();
        var path =
                searchPath == null
                        ? List.<String>of()
                        : Stream.of(searchPath.split(","))
                                .map(it -> it.strip().replace("\"", ""))
                                .toList();
        if (path.isEmpty() || !path.getLast().equals("pg_temp") || path.contains("$user")) {
            found.hole(
                    service,
                    routine.object(),
                    searchPath == null
                            ? "security definer without a search_path of its own"
                            : "security definer with search_path = " + searchPath,
                    "a search_path that ends in pg_temp",
                    "alter %s set search_path = %s, pg_temp"
                            .formatted(routine.object(), routine.schema()));
        }
    }

    private void schemas() throws SQLException {
        var owners = new HashMap<String, String>();
        Rows.of(
                connection,
                row -> owners.put(row.getString(1), row.getString(2)),
                "select nspname, pg_get_userbyid(nspowner) from pg_namespace where nspname !~"
                        + " '^pg_'");
        for (var schema : ours()) {
            var should = intention.owner(schema).orElseThrow();
            var is = owners.get(schema);
            if (is == null) {
                found.broken(
                        intention.service(schema, ""),
                        "schema " + schema,
                        "missing",
                        should + "'s",
                        Deviations.PROVISION);
            } else if (!is.equals(should)) {
                found.hole(
                        intention.service(schema, ""),
                        "schema " + schema,
                        is + "'s",
                        should + "'s",
                        Deviations.PROVISION);
            }
        }
        owners.forEach((schema, owner) -> {
            if (roles.contains(owner) && intention.owner(schema).isEmpty()) {
                found.hole(
                        whole(),
                        "schema " + schema,
                        owner + "'s",
                        "no schema of a service's role besides its own",
                        "alter schema \"%s\" owner to current_user".formatted(schema));
            }
        });
    }

    /** Everything that lies in a schema belongs to that schema's service, and to no other. */
    private void owners() throws SQLException {
        Rows.of(
                connection,
                row -> {
                    var object = "%s %s".formatted(row.getString(2), row.getString(4));
                    owner(row.getString(1), row.getString(3), object, row.getString(5));
                    return object;
                },
                """
                select n.nspname, o.kind, o.name, format('%I.%I', n.nspname, o.name) || o.arguments,
                       pg_get_userbyid(o.owner)
                  from (select 'pg_class'::regclass, oid,
                               case relkind when 'S' then 'sequence' when 'v' then 'view'
                                            when 'm' then 'materialized view' when 'f' then 'foreign table'
                                            else 'table' end,
                               relname, '', relnamespace, relowner
                          from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                        union all
                        select 'pg_proc'::regclass, oid, 'routine', proname,
                               '(' || pg_get_function_identity_arguments(oid) || ')', pronamespace, proowner
                          from pg_proc
                        union all
                        select 'pg_type'::regclass, oid, 'type', typname, '', typnamespace, typowner
                          from pg_type t
                         where typtype in ('e', 'd', 'r')
                            or exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c')
                        union all
                        select 'pg_operator'::regclass, oid, 'operator', oprname,
                               format(' (%s, %s)', oprleft::regtype, oprright::regtype), oprnamespace, oprowner
                          from pg_operator
                        union all
                        select 'pg_collation'::regclass, oid, 'collation', collname, '', collnamespace, collowner
                          from pg_collation
                        union all
                        select 'pg_conversion'::regclass, oid, 'conversion', conname, '', connamespace, conowner
                          from pg_conversion
                        union all
                        select 'pg_statistic_ext'::regclass, oid, 'statistics', stxname, '', stxnamespace, stxowner
                          from pg_statistic_ext
                       ) o (class, oid, kind, name, arguments, namespace, owner)
                  join pg_namespace n on n.oid = o.namespace
                 where n.nspname !~ '^pg_(toast|temp)'
                   and (n.nspname = any (?) or pg_get_userbyid(o.owner) = any (?))
                   and not exists (select from pg_depend e
                                    where e.classid = o.class and e.objid = o.oid and e.deptype = 'e')
                 order by 1, 2, 3
                """,
                ours(),
                roles);
    }

    private void owner(String schema, String name, String object, String is) {
        var should = intention.owner(schema);
        if (should.isPresent() && !should.get().equals(is)) {
            var provisioned = PROVISIONED_OWNER.matcher(object).lookingAt();
            found.hole(
                    intention.service(schema, name),
                    object,
                    is + "'s",
                    should.get() + "'s",
                    provisioned
                            ? Deviations.PROVISION
                            : "alter %s owner to \"%s\"".formatted(object, should.get()));
        } else if (should.isEmpty() && roles.contains(is)) {
            found.hole(
                    intention.serviceOfRole(is),
                    object,
                    is + "'s",
                    "nothing of a service's role outside of its schema",
                    "alter %s owner to current_user".formatted(object));
        }
    }

    private void grants(List<Relation> relations, List<Routine> routines) throws SQLException {
        var privileges = new Privileges();
        for (var place : intention.places()) {
            privileges.intend("schema " + place.schema(), place.user(), "USAGE");
            services.put("schema " + place.schema(), intention.service(place.schema(), ""));
            if (!place.api().isEmpty()) {
                var object = "schema " + place.api();
                services.put(object, place.service().name());
                intention.readers(place).forEach(it -> privileges.intend(object, it, "USAGE"));
            }
        }
        for (var it : relations) {
            services.put(it.object(), intention.service(it.schema(), it.name()));
            intend(privileges, it);
        }
        for (var it : routines) {
            services.put(it.object(), intention.service(it.schema(), it.name()));
            for (var place : intention.residents(it.schema())) {
                privileges.intend(it.object(), place.user(), "EXECUTE");
            }
        }
        privileges.compare(
                actualGrants(),
                it -> services.getOrDefault(table(it), whole()),
                this::revoking,
                found);
    }

    /** The provisioner takes care of the services' schemas, and of the services' roles. */
    private String revoking(String object, String grantee, Set<String> surplus) {
        if (services.containsKey(table(object))
                || object.startsWith("schema ")
                || roles.contains(grantee)) {
            return Deviations.PROVISION;
        }
        var list = String.join(", ", surplus).toLowerCase(Locale.ROOT);
        var what = object;
        if (object.startsWith("column ")) {
            list = "%s (%s)".formatted(list, column(object));
            what = table(object);
        } else if (object.matches("(materialized |foreign |)(view|table) .*")) {
            what = "table " + object.substring(object.lastIndexOf(' ') + 1);
        }
        return "revoke %s on %s from %s"
                .formatted(
                        list, what, grantee.equals(Grant.PUBLIC) ? "public" : '"' + grantee + '"');
    }

    private static String column(String object) {
        return object.substring("column ".length(), object.indexOf(" of "));
    }

    private static String table(String object) {
        return object.startsWith("column ")
                ? "table " + object.substring(object.indexOf(" of ") + " of ".length())
                : object;
    }

    private void intend(Privileges privileges, Relation it) {
        intention
                .publisher(it.schema())
                .ifPresent(host ->
                        intention
                                .readers(host)
                                .forEach(reader ->
                                        privileges.intend(it.object(), reader, "SELECT")));
        var residents = intention.residents(it.schema());
        var history = residents.stream().anyMatch(p -> it.isOrPartOf(Set.of(p.historyTable())));
        var appendOnly =
                residents.stream().anyMatch(p -> it.isOrPartOf(Set.copyOf(p.appendOnlyTables())));
        for (var place : residents) {
            if (it.kind().equals("sequence")) {
                privileges.intend(it.object(), place.user(), "USAGE");
            } else if (history) {
                privileges.intend(it.object(), place.user(), "SELECT");
            } else if (appendOnly) {
                privileges.intend(it.object(), place.user(), "SELECT", "INSERT");
            } else {
                privileges.intend(
                        it.object(), place.user(), "SELECT", "INSERT", "UPDATE", "DELETE");
            }
        }
    }

    /**
     * Every privilege in the database besides the owners' own, and besides what initdb gave on
     * PostgreSQL's own objects; it remembers that of all but the information schema.
     */
    private List<Grant> actualGrants() throws SQLException {
        return Rows.of(
                connection,
                row ->
                        new Grant(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4)),
                """
                select o.kind || ' ' || o.name,
                       case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end,
                       a.privilege_type, a.is_grantable
                  from (select case c.relkind when 'S' then 'sequence' when 'v' then 'view'
                                              when 'm' then 'materialized view' when 'f' then 'foreign table'
                                              else 'table' end,
                               format('%I.%I', n.nspname, c.relname), c.relowner,
                               case when c.relkind = 'S' then 's' else 'r' end, c.relacl,
                               'pg_class'::regclass, c.oid, 0, n.nspname
                          from pg_class c
                          join pg_namespace n on n.oid = c.relnamespace
                         where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relacl is not null
                        union all
                        select 'column', quote_ident(a.attname) || ' of ' || format('%I.%I', n.nspname, c.relname), c.relowner,
                               'c', a.attacl, 'pg_class'::regclass, c.oid, a.attnum, n.nspname
                          from pg_attribute a
                          join pg_class c on c.oid = a.attrelid
                          join pg_namespace n on n.oid = c.relnamespace
                         where a.attacl is not null
                        union all
                        select 'routine',
                               format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                               p.proowner, 'f', p.proacl, 'pg_proc'::regclass, p.oid, 0, n.nspname
                          from pg_proc p
                          join pg_namespace n on n.oid = p.pronamespace
                         where p.proacl is not null or n.nspname = any (?)
                        union all
                        select 'schema', nspname, nspowner, 'n', nspacl, 'pg_namespace'::regclass, oid, 0,
                               case when nspname ~ '^pg_' then 'pg_' when nspname = 'information_schema' then nspname
                                    else '' end
                          from pg_namespace
                        union all
                        select 'language', lanname, lanowner, 'l', lanacl, 'pg_language'::regclass, oid, 0, 'pg_'
                          from pg_language
                        union all
                        select 'foreign data wrapper', fdwname, fdwowner, 'F', fdwacl,
                               'pg_foreign_data_wrapper'::regclass, oid, 0, ''
                          from pg_foreign_data_wrapper
                        union all
                        select 'foreign server', srvname, srvowner, 'S', srvacl,
                               'pg_foreign_server'::regclass, oid, 0, ''
                          from pg_foreign_server
                        union all
                        select 'large object', oid::text, lomowner, 'L', lomacl,
                               'pg_largeobject'::regclass, oid, 0, ''
                          from pg_largeobject_metadata
                         where lomacl is not null
                       ) o (kind, name, owner, type, acl, class, oid, sub, schema)
                  left join pg_init_privs i on i.classoid = o.class and i.objoid = o.oid and i.objsubid = o.sub
                 cross join aclexplode(coalesce(o.acl, acldefault(o.type::"char", o.owner))) a
                 where a.grantee <> o.owner
                   and not exists (select from pg_depend e
                                    where e.classid = o.class and e.objid = o.oid and e.deptype = 'e')
                   and not (o.schema like 'pg\\_%' and exists (
                            select from aclexplode(coalesce(i.initprivs, acldefault(o.type::"char", o.owner))) d
                             where d.grantee = a.grantee and d.privilege_type = a.privilege_type))
                   and not (o.schema = 'information_schema' and a.grantee = 0
                            and a.privilege_type in ('SELECT', 'USAGE', 'EXECUTE'))
                """,
                ours());
    }

    /** An owner may be stripped of its own rights, and its next migration fails. */
    private void ownersOwn() throws SQLException {
        Rows.of(
                connection,
                row -> {
                    var object = row.getString(1);
                    var missing = String.join(", ", Rows.texts(row, 3));
                    found.broken(
                            services.getOrDefault(object, whole()),
                            object,
                            "its owner lacks " + missing,
                            "all rights for " + row.getString(2),
                            Deviations.PROVISION);
                    return object;
                },
                """
                select o.name, pg_get_userbyid(o.owner), array_agg(d.privilege_type order by d.privilege_type)
                  from (select 'schema ' || quote_ident(nspname), nspname, nspowner, nspacl, 'n' from pg_namespace
                        union all
                        select case c.relkind when 'S' then 'sequence' when 'v' then 'view'
                                              when 'm' then 'materialized view' when 'f' then 'foreign table'
                                              else 'table' end || format(' %I.%I', n.nspname, c.relname),
                               n.nspname, c.relowner, c.relacl, case c.relkind when 'S' then 's' else 'r' end
                          from pg_class c
                          join pg_namespace n on n.oid = c.relnamespace
                         where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                        union all
                        select format('routine %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                               n.nspname, p.proowner, p.proacl, 'f'
                          from pg_proc p
                          join pg_namespace n on n.oid = p.pronamespace
                       ) o (name, schema, owner, acl, type)
                 cross join aclexplode(acldefault(o.type::"char", o.owner)) d
                 where o.acl is not null and o.schema = any (?) and d.grantee = o.owner
                   and not exists (select from aclexplode(o.acl) a
                                    where a.grantee = o.owner and a.privilege_type = d.privilege_type)
                 group by 1, 2
                """,
                ours());
    }

    private void defaultPrivileges() throws SQLException {
        var privileges = new Privileges();
        var globalFunctions = new LinkedHashSet<String>();
        for (var place : intention.places()) {
            globalFunctions.add(place.owner());
            privileges.intend(
                    defaults("tables", place.owner(), place.schema()),
                    place.user(),
                    "SELECT",
                    "INSERT",
                    "UPDATE",
                    "DELETE");
            privileges.intend(
                    defaults("sequences", place.owner(), place.schema()), place.user(), "USAGE");
            privileges.intend(
                    defaults("functions", place.owner(), place.schema()), place.user(), "EXECUTE");
            var api = place.api();
            if (!api.isEmpty()) {
                intention
                        .readers(place)
                        .forEach(it ->
                                privileges.intend(
                                        defaults("tables", place.owner(), api), it, "SELECT"));
            }
        }
        var revoked = new LinkedHashSet<String>();
        Rows.of(
                connection,
                row -> revoked.add(row.getString(1)),
                """
                select pg_get_userbyid(defaclrole)
                  from pg_default_acl
                 where defaclnamespace = 0 and defaclobjtype = 'f'
                   and not exists (select from aclexplode(defaclacl) where grantee = 0)
                """);
        globalFunctions.removeAll(revoked);
        for (var owner : globalFunctions) {
            found.hole(
                    intention.serviceOfRole(owner),
                    "functions that %s creates".formatted(owner),
                    "PUBLIC may execute them",
                    "nobody but the service's own user",
                    Deviations.PROVISION);
        }
        privileges.compare(
                Rows.of(
                        connection,
                        row ->
                                new Grant(
                                        defaults(
                                                row.getString(1),
                                                row.getString(2),
                                                row.getString(3)),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getBoolean(6)),
                        """
                        select case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
                                                    when 'f' then 'functions' when 'T' then 'types'
                                                    when 'n' then 'schemas' else 'large objects' end,
                               pg_get_userbyid(d.defaclrole), coalesce(n.nspname, ''),
                               case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end,
                               a.privilege_type, a.is_grantable
                          from pg_default_acl d
                          left join pg_namespace n on n.oid = d.defaclnamespace
                         cross join aclexplode(d.defaclacl) a
                         where a.grantee <> d.defaclrole
                           and not (a.grantee = 0 and d.defaclnamespace = 0 and d.defaclobjtype in ('f', 'T'))
                        """),
                it -> whole(),
                (_, _, _) -> Deviations.PROVISION,
                found);
    }

    private static String defaults(String kind, String role, String schema) {
        return schema.isEmpty()
                ? "%s that %s creates".formatted(kind, role)
                : "%s that %s creates in %s".formatted(kind, role, schema);
    }

    private void views(List<Relation> relations) {
        for (var it : relations) {
            var service = services.getOrDefault(it.object(), whole());
            if (intention.apis().contains(it.schema())) {
                published(service, it);
            } else if (it.kind().equals("view") && !it.invoker()) {
                found.hole(
                        service,
                        it.object(),
                        "reads with its owner's rights, past row-level security",
                        "security_invoker",
                        "alter view %s set (security_invoker = true)".formatted(it.sqlName()));
            } else if (!it.copies().isEmpty()) {
                found.hole(
                        service,
                        it.object(),
                        "copies rows of %s, which row-level security protects"
                                .formatted(String.join(", ", it.copies())),
                        "no copy that everybody reads",
                        "drop materialized view %s".formatted(it.sqlName()));
            }
        }
    }

    private void published(String service, Relation it) {
        if (!it.kind().equals("view")) {
            found.hole(
                    service,
                    it.object(),
                    "lies in the published schema",
                    "views only",
                    "alter %s set schema \"%s\""
                            .formatted(
                                    it.object(),
                                    intention
                                            .publisher(it.schema())
                                            .map(ServiceDatabase::schema)
                                            .orElseThrow()));
        } else if (!it.barrier()) {
            found.hole(
                    service,
                    it.object(),
                    "a reader's own function may see rows that the view leaves out",
                    "security_barrier",
                    "alter view %s set (security_barrier = true)".formatted(it.sqlName()));
        }
    }

    private void rowSecurity(List<Relation> relations) throws SQLException {
        var seen = new LinkedHashSet<String>();
        for (var it : relations) {
            if (!it.isTable()) {
                continue;
            }
            var wanted =
                    intention.residents(it.schema()).stream()
                            .anyMatch(p -> it.isOrPartOf(Set.copyOf(p.rowSecurityTables())));
            if (wanted) {
                seen.add(it.name());
            }
            var missing = new ArrayList<String>();
            if ((wanted || it.policies() > 0) && !it.rowSecurity()) {
                missing.add("enable");
            }
            if ((wanted || it.policies() > 0 || it.rowSecurity()) && !it.forced()) {
                missing.add("force");
            }
            if (!missing.isEmpty()) {
                found.hole(
                        services.getOrDefault(it.object(), whole()),
                        it.object(),
                        "row-level security is not %s"
                                .formatted(
                                        String.join(
                                                " and not ",
                                                missing.stream()
                                                        .map(verb -> verb + "d")
                                                        .map(verb -> verb.replace("eed", "ed"))
                                                        .toList())),
                        "enabled and forced",
                        missing.stream()
                                .map(verb ->
                                        "alter table %s %s row level security"
                                                .formatted(it.sqlName(), verb))
                                .collect(Collectors.joining("; ")));
            }
            if (wanted && it.rowSecurity() && it.policies() == 0) {
                found.broken(
                        services.getOrDefault(it.object(), whole()),
                        it.object(),
                        "has no policy, so nobody sees a row",
                        "a policy per user",
                        "give %s a policy in a migration".formatted(it.sqlName()));
            }
        }
        for (var place : intention.places()) {
            for (var table : place.rowSecurityTables()) {
                if (!seen.contains(table)) {
                    found.broken(
                            place.service().name(),
                            "table %s.%s".formatted(place.schema(), table),
                            "missing",
                            "a table with row-level security",
                            "create it in a migration, or take it out of row_security in the"
                                    + " manifest");
                }
            }
        }
        policies();
    }

    private void policies() throws SQLException {
        for (var it :
                Rows.of(
                        connection,
                        row ->
                                new Policy(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getBoolean(4),
                                        Rows.texts(row, 5),
                                        row.getString(6)),
                        """
                        select n.nspname, c.relname, p.polname, p.polpermissive,
                               array(select case r when 0 then 'PUBLIC' else pg_get_userbyid(r)::text end
                                       from unnest(p.polroles) r),
                               pg_get_expr(p.polqual, p.polrelid)
                          from pg_policy p
                          join pg_class c on c.oid = p.polrelid
                          join pg_namespace n on n.oid = c.relnamespace
                         where n.nspname = any (?)
                         order by 1, 2, 3
                        """,
                        ours())) {
            var owner = intention.owner(it.schema()).orElseThrow();
            if (it.permissive()
                    && "true".equals(it.using())
                    && !it.roles().stream().allMatch(owner::equals)) {
                found.hole(
                        intention.service(it.schema(), it.table()),
                        "policy %s on %s.%s".formatted(it.name(), it.schema(), it.table()),
                        "shows every row to " + String.join(", ", it.roles()),
                        "a condition on the user",
                        "drop policy \"%s\" on %s.%s"
                                .formatted(it.name(), it.schema(), it.table()));
            }
        }
    }

    /** What no service needs and the provisioner never makes. */
    private void strangers() throws SQLException {
        Rows.of(
                connection,
                row -> {
                    found.add(
                            new Deviation(
                                    whole(),
                                    "%s %s".formatted(row.getString(1), row.getString(2)),
                                    "installed in " + database,
                                    "nothing that the manifest does not know",
                                    row.getString(3),
                                    row.getBoolean(4)));
                    return row.getString(1);
                },
                """
                select 'extension', extname, format('drop extension %I', extname),
                       not coalesce((select v.trusted
                                       from pg_available_extension_versions() v
                                      where v.name = e.extname and v.version = e.extversion), false)
                  from pg_extension e where extname <> 'plpgsql'
                union all
                select 'language', lanname, format('drop language %I', lanname), not lanpltrusted
                  from pg_language where lanname not in ('internal', 'c', 'sql', 'plpgsql')
                union all
                select 'foreign data wrapper', fdwname, format('drop foreign data wrapper %I', fdwname), true
                  from pg_foreign_data_wrapper w
                 where not exists (select from pg_depend e
                                    where e.classid = 'pg_foreign_data_wrapper'::regclass and e.objid = w.oid
                                      and e.deptype = 'e')
                union all
                select 'foreign server', srvname, format('drop server %I cascade', srvname), true
                  from pg_foreign_server
                union all
                select 'user mapping', usename || ' to ' || srvname,
                       format('drop user mapping for %I server %I', usename, srvname), true
                  from pg_user_mappings
                union all
                select 'publication', pubname, format('drop publication %I', pubname), true from pg_publication
                union all
                select 'event trigger', evtname, format('drop event trigger %I', evtname), true
                  from pg_event_trigger
                order by 1, 2
                """);
    }

    private Set<String> ours() {
        var all = new LinkedHashSet<>(intention.schemas());
        all.addAll(intention.apis());
        return all;
    }
}
