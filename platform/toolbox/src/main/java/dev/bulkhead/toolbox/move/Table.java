package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that holds rows.
 *
 * @param name as a person would say it
 * @param sql as a statement needs it
 * @param bytes its size with what does not fit into its rows, without indexes
 * @param identifiable whether a single row of it can be named to another server
 * @param logged whether its rows are in the write-ahead log
 */
record Table(String name, String sql, long bytes, boolean identifiable, boolean logged) {

    /** All but the migrations' history, which the other server has written itself. */
    static List<Table> of(Connection connection, Place place) throws SQLException {
        return Query.rows(
                connection,
                row ->
                        new Table(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getBoolean(4),
                                row.getBoolean(5)),
                """
                select c.relname, format('%I.%I', n.nspname, c.relname), pg_table_size(c.oid),
                       case c.relreplident
                            when 'f' then true
                            when 'd' then exists (select from pg_index i
                                                   where i.indrelid = c.oid and i.indisprimary and i.indisvalid)
                            when 'i' then exists (select from pg_index i
                                                   where i.indrelid = c.oid and i.indisreplident and i.indisvalid)
                            else false end,
                       c.relpersistence = 'p'
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname = ? and c.relkind = 'r' and c.relname <> ?
                 order by 1
                """,
                place.database().schema(),
                place.database().historyTable());
    }

    static String list(List<Table> tables) {
        return tables.stream().map(Table::sql).collect(Collectors.joining(", "));
    }

    static String names(List<Table> tables) {
        return tables.stream().map(Table::name).collect(Collectors.joining(", "));
    }
}
