package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What in a database is one service's.
 *
 * @param place where it lives
 */
record Belongings(ServiceDatabase place) {

    /**
     * @param sqlName with schema and quotes
     */
    record Table(String schema, String name, String sqlName) {}

    /**
     * Something that can be put into another schema.
     *
     * @param kind the word that ALTER uses
     */
    record Movable(String kind, String sqlName) {}

    /** Its own schema, and that of the views it publishes. */
    List<String> schemas() {
        return place.api().isEmpty()
                ? List.of(place.schema())
                : List.of(place.schema(), place.api());
    }

    /** Tables with rows of their own, partitions among them. */
    List<Table> tables(Connection connection) throws SQLException {
        return tables(connection, "c.relkind = 'r' and starts_with(c.relname, ?)");
    }

    /** On the rung prefix: what others have in the same schema. */
    List<Table> others(Connection connection) throws SQLException {
        return place.prefix().isEmpty()
                ? List.of()
                : tables(
                        connection,
                        "c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not"
                                + " starts_with(c.relname, ?)");
    }

    private List<Table> tables(Connection connection, String which) throws SQLException {
        return Query.rows(
                connection,
                it -> new Table(it.getString(1), it.getString(2), it.getString(3)),
                """
                select n.nspname, c.relname, format('%I.%I', n.nspname, c.relname)
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = ? and
                """
                        + which
                        + " order by 1, 2",
                place.schema(),
                place.prefix());
    }

    /** Sequences that count upwards and have counted, with their last value. */
    Map<String, Long> sequences(Connection connection) throws SQLException {
        var values = new LinkedHashMap<String, Long>();
        Query.rows(
                connection,
                it -> values.put(it.getString(1), it.getLong(2)),
                """
                select sequencename, last_value from pg_sequences
                 where schemaname = ? and starts_with(sequencename, ?)
                   and last_value is not null and increment_by > 0 and not cycle
                 order by 1
                """,
                place.schema(),
                place.prefix());
        return values;
    }

    /** Roles that its objects or policies name. */
    List<String> roles(Connection connection) throws SQLException {
        return Query.rows(
                connection,
                it -> it.getString(1),
                """
                select distinct r.rolname from pg_roles r
                 where r.oid in (select c.relowner from pg_class c
                                  where c.relnamespace = any (select oid from pg_namespace where nspname = any (?))
                                    and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                                    and starts_with(c.relname, ?)
                                 union
                                 select unnest(p.polroles) from pg_policy p join pg_class c on c.oid = p.polrelid
                                  where c.relnamespace = any (select oid from pg_namespace where nspname = any (?))
                                    and starts_with(c.relname, ?))
                   and not r.rolsuper
                 order by 1
                """,
                schemas(),
                place.prefix(),
                schemas(),
                place.prefix());
    }

    /** The newest migration that its history names; empty when none ran. */
    Optional<String> migration(Connection connection) throws SQLException {
        var history = place.schema() + "." + place.historyTable();
        var exists =
                Query.rows(
                                connection,
                                it -> it.getBoolean(1),
                                "select to_regclass(?) is not null",
                                "%s.%s"
                                        .formatted(
                                                Sql.name(place.schema()),
                                                Sql.name(place.historyTable())))
                        .getFirst();
        if (!exists) {
            return Optional.empty();
        }
        return Query.rows(
                        connection,
                        it -> it.getString(1),
                        """
                        select version from %s.%s
                         where success and version is not null
                         order by string_to_array(version, '.')::int[] desc limit 1
                        """
                                .formatted(
                                        Sql.name(place.schema()), Sql.name(place.historyTable())))
                .stream()
                .findFirst();
    }

    /** Everything on the rung prefix that changes its schema on its own, dependent things last. */
    List<Movable> movables(Connection connection) throws SQLException {
        var all = new ArrayList<Movable>();
        all.addAll(
                Query.rows(
                        connection,
                        it -> new Movable(it.getString(1), it.getString(2)),
                        """
                        select case c.relkind when 'S' then 'sequence' when 'v' then 'view'
                                              when 'm' then 'materialized view'
                                              when 'f' then 'foreign table' else 'table' end,
                               format('%I.%I', n.nspname, c.relname)
                          from pg_class c join pg_namespace n on n.oid = c.relnamespace
                         where n.nspname = ? and starts_with(c.relname, ?)
                           and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                           and not exists (select from pg_depend d
                                            where d.classid = 'pg_class'::regclass and d.objid = c.oid
                                              and c.relkind = 'S'
                                              and d.refclassid = 'pg_class'::regclass
                                              and d.deptype in ('a', 'i'))
                         order by 2
                        """,
                        place.schema(),
                        place.prefix()));
        all.addAll(
                Query.rows(
                        connection,
                        it -> new Movable("routine", it.getString(1)),
                        """
                        select format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                          from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                         where n.nspname = ? and starts_with(p.proname, ?)
                           and not exists (select from pg_depend d
                                            where d.classid = 'pg_proc'::regclass and d.objid = p.oid
                                              and d.deptype = 'i')
                         order by 1
                        """,
                        place.schema(),
                        place.prefix()));
        all.addAll(
                Query.rows(
                        connection,
                        it -> new Movable("type", it.getString(1)),
                        """
                        select format('%I.%I', n.nspname, t.typname)
                          from pg_type t join pg_namespace n on n.oid = t.typnamespace
                          left join pg_class c on c.oid = t.typrelid
                         where n.nspname = ? and starts_with(t.typname, ?)
                           and (t.typtype in ('e', 'd', 'r') or c.relkind = 'c')
                         order by 1
                        """,
                        place.schema(),
                        place.prefix()));
        all.addAll(
                Query.rows(
                        connection,
                        it -> new Movable("statistics", it.getString(1)),
                        """
                        select format('%I.%I', n.nspname, s.stxname)
                          from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
                          join pg_class c on c.oid = s.stxrelid
                         where n.nspname = ? and starts_with(c.relname, ?)
                         order by 1
                        """,
                        place.schema(),
                        place.prefix()));
        return all;
    }
}
