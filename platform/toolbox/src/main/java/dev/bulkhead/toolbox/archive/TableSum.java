package dev.bulkhead.toolbox.archive;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a table holds, in a form that two servers can compare.
 *
 * @param rows how many
 * @param sum of a hash of each row, whatever their order
 */
record TableSum(long rows, BigDecimal sum) {

    /** Of which database. */
    interface Opening {
        Connection open(String database) throws SQLException;
    }

    /** Every permanent table of every database, by {@code database.schema.table}. */
    static Map<String, TableSum> ofServer(
            Opening server, java.util.function.Consumer<String> progress) throws SQLException {
        var sums = new TreeMap<String, TableSum>();
        for (var database : databases(server)) {
            progress.accept("counting " + database);
            try (var connection = server.open(database)) {
                ofDatabase(connection, database, sums);
            }
        }
        return sums;
    }

    static List<String> databases(Opening server) throws SQLException {
        return names(
                server,
                "postgres",
                "select datname from pg_catalog.pg_database where datallowconn and not"
                        + " datistemplate order by datname");
    }

    static List<String> names(Opening server, String database, String query) throws SQLException {
        var names = new ArrayList<String>();
        try (var connection = server.open(database);
                var rows = connection.createStatement().executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    /** In one snapshot; what somebody drops meanwhile is waited for, as it waits for us. */
    private static void ofDatabase(
            Connection connection, String database, Map<String, TableSum> sums)
            throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (var statement = connection.createStatement()) {
            // nobody's functions, one form of each value on both servers
            statement.execute("set local search_path = pg_catalog");
            statement.execute("set local datestyle = iso");
            statement.execute("set local timezone = 'UTC'");
            statement.execute("set local row_security = off");
            var tables = new ArrayList<String[]>();
            try (var rows =
                    statement.executeQuery(
                            """
                            select n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname)
                            from pg_class c join pg_namespace n on n.oid = c.relnamespace
                            where c.relkind = 'r' and c.relpersistence = 'p'
                              and n.nspname not in ('pg_catalog', 'information_schema')
                              and n.nspname !~ '^pg_toast'
                            order by 1
                            """)) {
                while (rows.next()) {
                    tables.add(new String[] {rows.getString(1), rows.getString(2)});
                }
            }
            for (var table : tables) {
                try (var rows =
                        statement.executeQuery(
                                "select count(*), coalesce(sum(hashtextextended(t::text,"
                                        + " 0)::numeric), 0) from only "
                                        + table[1]
                                        + " t")) {
                    rows.next();
                    sums.put(
                            database + "." + table[0],
                            new TableSum(rows.getLong(1), rows.getBigDecimal(2)));
                }
            }
        }
        connection.rollback();
    }
}
