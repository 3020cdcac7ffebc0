package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is noted of databases and schemas in the server itself. */
final class Comments {

    private Comments() {}

    /** Every database with its comment, or nothing. */
    static Map<String, String> ofDatabases(Connection connection) throws SQLException {
        return of(
                connection,
                "select datname, coalesce(shobj_description(oid, 'pg_database'), '') from"
                        + " pg_database order by 1");
    }

    /** Every schema with its comment, or nothing. */
    static Map<String, String> ofSchemas(Connection connection) throws SQLException {
        return of(
                connection,
                "select nspname, coalesce(obj_description(oid, 'pg_namespace'), '') from"
                        + " pg_namespace order by 1");
    }

    private static Map<String, String> of(Connection connection, String sql) throws SQLException {
        var comments = new LinkedHashMap<String, String>();
        Query.rows(connection, it -> comments.put(it.getString(1), it.getString(2)), sql);
        return comments;
    }

    /**
     * @param comment nothing to take one away
     */
    static String onDatabase(String name, String comment) {
        return on("database", name, comment);
    }

    static String onSchema(String name, String comment) {
        return on("schema", name, comment);
    }

    private static String on(String kind, String name, String comment) {
        return "comment on %s %s is %s"
                .formatted(kind, Sql.name(name), comment.isEmpty() ? "null" : Sql.literal(comment));
    }
}
