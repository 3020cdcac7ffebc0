package dev.bulkhead.provisioning.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A question to a server, and its answer as a list. */
public final class Query {

    private Query() {}

    /** What is made of one row. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /**
     * Asks, and returns what was made of each row, in their order.
     *
     * @param parameters for the question marks; a collection is passed as an array of texts
     */
    public static <T> List<T> rows(
            Connection connection, Row<T> row, String sql, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Collection<?> names) {
                    statement.setArray(i + 1, connection.createArrayOf("text", names.toArray()));
                } else {
                    statement.setObject(i + 1, parameters[i]);
                }
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
}
