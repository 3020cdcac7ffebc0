package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Measures databases and tables. */
final class Measuring {

    private final Attribution attribution;
    private final List<Sizes.Database> databases = new ArrayList<>();
    private final List<Sizes.Table> tables = new ArrayList<>();

    Measuring(Attribution attribution) {
        this.attribution = attribution;
    }

    void look(Seat seat) {
        for (var database : seat.databases()) {
            var residents =
                    seat.residents().stream().filter(it -> it.database().equals(database)).toList();
            Rows.asAdministrator(
                    seat.server(),
                    database,
                    connection -> {
                        databases.add(database(connection, seat, database, residents));
                        tables(connection, seat, residents);
                        return database;
                    });
        }
    }

    List<Sizes.Database> databases() {
        return databases.stream()
                .sorted(Comparator.comparing(Sizes.Database::bytes).reversed())
                .toList();
    }

    /** The largest first. */
    List<Sizes.Table> tables() {
        return tables.stream().sorted(Comparator.comparing(Sizes.Table::bytes).reversed()).toList();
    }

    private static Sizes.Database database(
            Connection connection, Seat seat, String database, List<ServiceDatabase> residents)
            throws SQLException {
        var bytes =
                Query.rows(
                                connection,
                                row -> row.getLong(1),
                                "select pg_database_size(current_database())")
                        .getFirst();
        return new Sizes.Database(
                seat.name(),
                database,
                residents.stream().map(it -> it.service().name()).toList(),
                bytes);
    }

    private void tables(Connection connection, Seat seat, List<ServiceDatabase> residents)
            throws SQLException {
        var first = residents.getFirst();
        Query.rows(
                connection,
                row -> {
                    var whose =
                            attribution.table(
                                    first.server(),
                                    first.database(),
                                    row.getString(1),
                                    row.getString(2));
                    if (whose.filter(it -> isOf(residents, it)).isPresent()) {
                        tables.add(
                                new Sizes.Table(
                                        whose.get(),
                                        seat.name(),
                                        first.database(),
                                        row.getString(1),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        Rows.instant(row, 9),
                                        Rows.instant(row, 10),
                                        Rows.instant(row, 11)));
                    }
                    return row.getString(2);
                },
                """
                select n.nspname, c.relname,
                       pg_total_relation_size(c.oid),
                       pg_table_size(c.oid) - coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0),
                       pg_indexes_size(c.oid),
                       coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0),
                       coalesce(s.n_live_tup, 0), coalesce(s.n_dead_tup, 0),
                       s.last_vacuum, s.last_autovacuum, greatest(s.last_analyze, s.last_autoanalyze)
                  from pg_class c
                  join pg_namespace n on n.oid = c.relnamespace
                  left join pg_stat_all_tables s on s.relid = c.oid
                 where c.relkind in ('r', 'm') and n.nspname = any (?)
                """,
                schemas(residents));
    }

    static boolean isOf(List<ServiceDatabase> residents, String service) {
        return residents.stream().anyMatch(it -> it.service().name().equals(service));
    }

    static Collection<String> schemas(List<ServiceDatabase> residents) {
        var schemas = new ArrayList<String>();
        residents.forEach(it -> schemas.addAll(List.of(it.schema(), it.api())));
        return schemas;
    }
}
