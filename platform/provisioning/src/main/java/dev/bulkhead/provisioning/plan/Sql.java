package dev.bulkhead.provisioning.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names, literals and rows. */
final class Sql {

    static final String PUBLIC = "PUBLIC";

    /** No reserved word of PostgreSQL's ends so. */
    private static final Pattern PLAIN =
            Pattern.compile("[a-z][a-z0-9_]*_(db|owner|user|limit|timeout|path)");

    private static final Pattern VERIFIER = Pattern.compile("'SCRAM-SHA-256\\$[^']*'");

    private Sql() {}

    static String name(String identifier) {
        return PLAIN.matcher(identifier).matches()
                        && !identifier.equals("current_user")
                        && !identifier.equals("session_user")
                        && !identifier.equals("system_user")
                ? identifier
                : '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String names(Collection<String> identifiers) {
        return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    /** PUBLIC is a word, not a role. */
    static String grantee(String role) {
        return role.equals(PUBLIC) ? "public" : name(role);
    }

    /** The name of a setting, which may have dots. */
    static String setting(String name) {
        return Arrays.stream(name.split("\\.")).map(Sql::name).collect(Collectors.joining("."));
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The statement as it may be shown: without what a password could be checked against. */
    static String withoutSecrets(String statement) {
        return VERIFIER.matcher(statement).replaceAll("'<verifier>'");
    }

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    static <T> List<T> rows(Connection connection, Row<T> row, String sql, Object... parameters)
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
