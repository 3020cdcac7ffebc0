package dev.bulkhead.toolbox.backup;

import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adds up what tables hold, so that a restored one can be held against the original.
 *
 * <p>A row's checksum is PostgreSQL's own 64-bit hash of its columns, the one that decides the
 * partition of a row and therefore stays the same from version to version; a table's is the sum of
 * its rows', so that their order does not matter. Columns of types whose hash depends on the
 * database, such as enums, are hashed as text, and text byte by byte. It finds accidents, not
 * forgeries; what equals by the rules of its type, such as 1.0 and 1.00, has one checksum.
 */
final class Checksums {

    /** Types whose hash is the same in every database. */
    private static final Set<String> HASHED_AS_THEY_ARE =
            Set.of(
                    "bool",
                    "int2",
                    "int4",
                    "int8",
                    "float4",
                    "float8",
                    "numeric",
                    "uuid",
                    "date",
                    "time",
                    "timetz",
                    "timestamp",
                    "timestamptz",
                    "interval",
                    "bytea",
                    "jsonb",
                    "inet",
                    "cidr",
                    "macaddr");

    private final Connection connection;

    /**
     * @param connection the administrator's: nobody else sees all rows of a table whose row-level
     *     security is forced
     */
    Checksums(Connection connection) throws SQLException {
        this.connection = connection;
        Sql.run(
                connection,
                "set row_security = off", // fails instead of hiding rows
                "set statement_timeout = 0",
                "set idle_in_transaction_session_timeout = 0",
                "set max_parallel_workers_per_gather = 0", // leaves the processors to the dump
                "set datestyle = 'ISO, YMD'",
                "set intervalstyle = 'iso_8601'",
                "set timezone = 'UTC'",
                "set bytea_output = 'hex'",
                "set extra_float_digits = 3");
    }

    TableSum of(String schema, String table) throws SQLException {
        var row =
                Query.rows(
                                connection,
                                it -> expression(it.getString(1), it.getString(2)),
                                """
                                select a.attname, case when t.typnamespace = 'pg_catalog'::regnamespace then t.typname else '' end
                                  from pg_attribute a
                                  join pg_type t on t.oid = a.atttypid
                                 where a.attrelid = to_regclass(format('%I.%I', ?::text, ?::text))
                                   and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                                 order by a.attnum
                                """,
                                schema,
                                table)
                        .stream()
                        .collect(Collectors.joining(", "));
        var sum = row.isEmpty() ? "0" : "hash_record_extended(row(%s), 0)".formatted(row);
        return Query.rows(
                        connection,
                        it -> new TableSum(schema, table, it.getLong(1), it.getString(2)),
                        "select count(*), coalesce(sum(%s), 0)::text from only %s.%s"
                                .formatted(sum, Sql.name(schema), Sql.name(table)))
                .getFirst();
    }

    private static String expression(String column, String type) {
        return HASHED_AS_THEY_ARE.contains(type)
                ? Sql.name(column)
                : "%s::text collate \"C\"".formatted(Sql.name(column));
    }
}
