package dev.bulkhead.provisioning.references;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column with ids, of a table or of a view. Values travel as text and are compared as what they
 * are.
 *
 * @param type its type with the schema of that
 */
record Column(String schema, String table, String name, String type) {

    /** There is no such column; the message says which. */
    static class Missing extends RuntimeException {

        Missing(String message) {
            super(message);
        }
    }

    static Column find(Connection connection, String schema, String table, String name)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        select format('%I.%I', type_schema.nspname, type.typname)
                          from pg_catalog.pg_attribute a
                          join pg_catalog.pg_class c on c.oid = a.attrelid
                          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                          join pg_catalog.pg_type type on type.oid = a.atttypid
                          join pg_catalog.pg_namespace type_schema on type_schema.oid = type.typnamespace
                         where n.nspname = ? and c.relname = ? and a.attname = ?
                           and a.attnum > 0 and not a.attisdropped
                        """)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            statement.setString(3, name);
            try (var result = statement.executeQuery()) {
                if (!result.next()) {
                    throw new Missing("there is no %s.%s.%s".formatted(schema, table, name));
                }
                return new Column(schema, table, name, result.getString(1));
            }
        }
    }

    /** The next different values in their order, at most so many. */
    List<String> valuesAfter(Connection connection, @Nullable String last, int most)
            throws SQLException {
        var condition = last == null ? "is not null" : "> ?::" + type;
        var sql =
                """
                select page.id::text
                  from (select distinct %1$s as id from %2$s where %1$s %3$s order by id limit %4$d) page
                 order by page.id -- not the text of it
                """
                        .formatted(quoted(name), relation(), condition, most);
        try (var statement = connection.prepareStatement(sql)) {
            if (last != null) {
                statement.setString(1, last);
            }
            return strings(statement);
        }
    }

    /** Which of these values it does not hold. */
    List<String> missing(Connection connection, List<String> values) throws SQLException {
        // "= any" can use an index behind a view with security_barrier, a join cannot
        var sql =
                """
                with wanted as (select value from unnest(?::text[]) value),
                     found as materialized (
                         select %1$s as id from %2$s where %1$s = any (?::text[]::%3$s[]))
                select value from wanted where not exists (select from found where id = value::%3$s)
                 order by value::%3$s
                """
                        .formatted(quoted(name), relation(), type);
        try (var statement = connection.prepareStatement(sql)) {
            var array = connection.createArrayOf("text", values.toArray());
            statement.setArray(1, array);
            statement.setArray(2, array);
            return strings(statement);
        }
    }

    private static List<String> strings(PreparedStatement statement) throws SQLException {
        try (var result = statement.executeQuery()) {
            var strings = new ArrayList<String>();
            while (result.next()) {
                strings.add(result.getString(1));
            }
            return strings;
        }
    }

    private String relation() {
        return quoted(schema) + "." + quoted(table);
    }

    private static String quoted(String identifier) {
        return "\"%s\"".formatted(identifier);
    }

    @Override
    public String toString() {
        return "%s.%s.%s".formatted(schema, table, name);
    }
}
