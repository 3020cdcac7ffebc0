package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.server.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions that only look, and the columns of what they see. */
final class Rows {

    /** By which our own sessions are told from those that they look at. */
    static final String APPLICATION = "bulkhead-look";

    private static final String INTRODUCTION =
            "set application_name = '%s'; set default_transaction_read_only = on"
                    .formatted(APPLICATION);

    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private Rows() {}

    /** Looks as administrator, with refusals translated for the user. */
    static <T> T asAdministrator(DatabaseServer server, String database, Work<T> work) {
        try (var connection = server.connect(database)) {
            introduce(connection);
            return work.in(connection);
        } catch (SQLException e) {
            throw server.refused(e, database, server.administrator());
        }
    }

    static void introduce(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(INTRODUCTION);
        }
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    static @Nullable Long number(ResultSet row, int column) throws SQLException {
        var number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    static String text(ResultSet row, int column) throws SQLException {
        var text = row.getString(column);
        return text == null ? "" : text;
    }

    static List<String> texts(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    /** Three digits are more than any of these clocks is good for. */
    static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
