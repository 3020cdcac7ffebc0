package dev.bulkhead.toolbox.move;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements, rows and names. */
final class Sql {

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private Sql() {}

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static <T> List<T> rows(Connection connection, Row<T> row, String sql, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                var rows = new ArrayList<T>();
                while (result.next()) {
                    rows.add(row.of(result));
                }
                return rows;
            }
        }
    }

    static List<String> texts(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return rows(connection, row -> row.getString(1), sql, parameters);
    }

    /** The first column of the first row, unless there is none or it is null. */
    static Optional<String> text(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var rows = rows(connection, row -> Optional.ofNullable(row.getString(1)), sql, parameters);
        return rows.isEmpty() ? Optional.empty() : rows.getFirst();
    }

    static long number(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return rows(connection, row -> row.getLong(1), sql, parameters).getFirst();
    }

    static boolean is(Connection connection, String sql, Object... parameters) throws SQLException {
        return rows(connection, row -> row.getBoolean(1), sql, parameters).getFirst();
    }

    static String name(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
