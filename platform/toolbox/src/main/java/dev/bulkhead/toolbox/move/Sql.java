package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Statements, single answers and names. */
final class Sql {

    private Sql() {}

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> texts(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return Query.rows(connection, row -> row.getString(1), sql, parameters);
    }

    /** The first column of the first row, unless there is none or it is null. */
    static Optional<String> text(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var rows =
                Query.rows(
                        connection, row -> Optional.ofNullable(row.getString(1)), sql, parameters);
        return rows.isEmpty() ? Optional.empty() : rows.getFirst();
    }

    static long number(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return Query.rows(connection, row -> row.getLong(1), sql, parameters).getFirst();
    }

    static boolean is(Connection connection, String sql, Object... parameters) throws SQLException {
        return Query.rows(connection, row -> row.getBoolean(1), sql, parameters).getFirst();
    }

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
