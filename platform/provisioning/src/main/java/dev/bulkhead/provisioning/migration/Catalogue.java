package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a service's migrations have made, object by object, with all that PostgreSQL knows of each:
 * its definition, owner, privileges and comment. The migration history is not part of it.
 *
 * @param objects definitions by kind and name, such as {@code table orders}, {@code column
 *     orders.status} or {@code policy orders.orders_can_be_migrated}
 */
public record Catalogue(SortedMap<String, String> objects) {

    /** Names are without their schema but in the schema that others may read. */
    private static final String QUERY =
            """
            with relation as (
                select c.*, case when n.nspname = ? then n.nspname || '.' else '' end || c.relname as name
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where (n.nspname = ? and starts_with(c.relname, ?) or n.nspname = ?)
                   and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S', 'c') and c.relname <> ?),
            routine as (
                select p.* from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                 where n.nspname = ? and starts_with(p.proname, ?) or n.nspname = ?)
            select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                        when 'f' then 'foreign table' when 'c' then 'type' else 'table' end || ' ' || c.name,
                   concat_ws(' | ', c.relkind, c.relpersistence, pg_get_userbyid(c.relowner), c.reloptions::text,
                             c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
                             pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid),
                             (select string_agg(a::text, ',' order by a::text) from unnest(c.relacl) a),
                             case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end,
                             (select concat_ws(',', format_type(s.seqtypid, null), s.seqstart, s.seqincrement,
                                               s.seqmin, s.seqmax, s.seqcycle)
                                from pg_sequence s where s.seqrelid = c.oid),
                             obj_description(c.oid, 'pg_class'))
              from relation c
            union all
            select 'column ' || c.name || '.' || a.attname,
                   concat_ws(' | ', row_number() over (partition by c.oid order by a.attnum),
                             format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                             a.attcollation, a.attstorage, a.attcompression, pg_get_expr(d.adbin, d.adrelid),
                             (select string_agg(x::text, ',' order by x::text) from unnest(a.attacl) x),
                             col_description(c.oid, a.attnum))
              from relation c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
             where c.relkind <> 'S'
            union all
            select 'constraint ' || c.name || '.' || o.conname,
                   concat_ws(' | ', pg_get_constraintdef(o.oid), o.convalidated, obj_description(o.oid, 'pg_constraint'))
              from relation c join pg_constraint o on o.conrelid = c.oid
            union all
            select 'index ' || c.name || '.' || i.relname,
                   concat_ws(' | ', pg_get_indexdef(i.oid), x.indisvalid, x.indisclustered, x.indisreplident,
                             i.reloptions::text, obj_description(i.oid, 'pg_class'))
              from relation c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
            union all
            select 'policy ' || c.name || '.' || p.polname,
                   concat_ws(' | ', p.polcmd, p.polpermissive,
                             (select string_agg(r::regrole::text, ',' order by r::regrole::text) from unnest(p.polroles) r),
                             pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
                             obj_description(p.oid, 'pg_policy'))
              from relation c join pg_policy p on p.polrelid = c.oid
            union all
            select 'trigger ' || c.name || '.' || t.tgname,
                   concat_ws(' | ', pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger'))
              from relation c join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
            union all
            select 'rule ' || c.name || '.' || r.rulename,
                   concat_ws(' | ', pg_get_ruledef(r.oid), r.ev_enabled, obj_description(r.oid, 'pg_rewrite'))
              from relation c join pg_rewrite r on r.ev_class = c.oid and r.rulename <> '_RETURN'
            union all
            select 'statistics ' || c.name || '.' || s.stxname,
                   concat_ws(' | ', pg_get_statisticsobjdef(s.oid), obj_description(s.oid, 'pg_statistic_ext'))
              from relation c join pg_statistic_ext s on s.stxrelid = c.oid
            union all
            select 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                   concat_ws(' | ', case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end,
                             pg_get_userbyid(p.proowner),
                             (select string_agg(a::text, ',' order by a::text) from unnest(p.proacl) a),
                             obj_description(p.oid, 'pg_proc'))
              from routine p
            union all
            select 'type ' || t.typname,
                   concat_ws(' | ', t.typtype, pg_get_userbyid(t.typowner), format_type(t.typbasetype, t.typtypmod),
                             t.typnotnull, t.typdefault,
                             (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
                             (select string_agg(o.conname || ' ' || pg_get_constraintdef(o.oid), ',' order by o.conname)
                                from pg_constraint o where o.contypid = t.oid),
                             (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid),
                             (select string_agg(a::text, ',' order by a::text) from unnest(t.typacl) a),
                             obj_description(t.oid, 'pg_type'))
              from pg_type t join pg_namespace n on n.oid = t.typnamespace
             where t.typtype in ('d', 'e', 'r') and (n.nspname = ? and starts_with(t.typname, ?) or n.nspname = ?)
            """;

    /**
     * @param connection of whoever may see the database, within its transaction
     */
    public static Catalogue read(Connection connection, ServiceDatabase target)
            throws SQLException {
        var schema = target.schema();
        var prefix = target.prefix();
        var api = target.service().name() + "_api";
        var parameters =
                new String[] {
                    api,
                    schema,
                    prefix,
                    api,
                    target.historyTable(),
                    schema,
                    prefix,
                    api,
                    schema,
                    prefix,
                    api
                };
        var objects = new TreeMap<String, String>();
        try (var statement = connection.prepareStatement(QUERY)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    objects.put(result.getString(1), result.getString(2));
                }
            }
        }
        return new Catalogue(objects);
    }

    /** What is here and not in the other, whole things only: a lost table's columns go with it. */
    SortedMap<String, String> without(Catalogue other) {
        var lost = new TreeMap<>(objects);
        lost.keySet().removeAll(other.objects.keySet());
        var relations =
                lost.keySet().stream()
                        .filter(it -> it.matches("(table|view|materialized view|foreign table) .*"))
                        .map(it -> it.substring(it.lastIndexOf(' ') + 1) + ".")
                        .toList();
        lost.keySet()
                .removeIf(it ->
                        !it.matches("(table|view|materialized view|foreign table) .*")
                                && relations.stream().anyMatch(name(it)::startsWith));
        return lost;
    }

    private static String name(String object) {
        return object.substring(object.indexOf(' ') + 1);
    }

    Map<String, String> columns() {
        var columns = new TreeMap<>(objects);
        columns.keySet().removeIf(it -> !it.startsWith("column "));
        return columns;
    }
}
