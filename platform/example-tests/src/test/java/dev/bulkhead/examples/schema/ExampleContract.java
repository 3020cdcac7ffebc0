package dev.bulkhead.examples.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulkhead.examples.ExamplePlatform;
import dev.bulkhead.examples.Examples;
import dev.bulkhead.provisioning.Environment;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on every example, whatever it models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ExampleContract {

    /** Tables of the schema, without the partitions that some consist of and without Flyway's. */
    private static final String TABLES =
            """
            select c.relname from pg_class c
             where c.relnamespace = ?::regnamespace and c.relkind in ('r', 'p')
               and not c.relispartition and starts_with(c.relname, ?)
               and c.relname <> ? || 'flyway_schema_history'
             order by c.relname
            """;

    /** Adds no row, but needs the right to. */
    private static final String INSERT = "insert into %1$s (#) select # from %1$s where false";

    /** Writes to every row what it holds already. */
    private static final String UPDATE = "update %s set # = #";

    private final String name;
    private final Map<String, Map<String, List<String>>> documented;

    ExamplePlatform platform;

    /**
     * @param name the folder
     * @param documented by service and table, the columns that its documentation names
     */
    ExampleContract(String name, Map<String, Map<String, List<String>>> documented) {
        this.name = name;
        this.documented = documented;
    }

    @BeforeAll
    void start() {
        platform = ExamplePlatform.start(manifest(null));
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    Manifest manifest(@Nullable Isolation rung) {
        return Examples.manifest(name, rung);
    }

    /** Somebody who owns rows in every table under row-level security. */
    String somebody() {
        return "00000000-0000-7000-8000-000000000000";
    }

    /** Ids of rows elsewhere that nobody looks for. */
    List<String> neverFilteredBy() {
        return List.of();
    }

    /** Whether constraints and indexes begin with the table's name. */
    boolean namesBeginWithTheTable() {
        return true;
    }

    @Test
    void hasEveryServiceThatIsDocumented() {
        assertThat(platform.services()).containsExactlyInAnyOrderElementsOf(documented.keySet());
    }

    @Test
    void hasEveryDocumentedTableAndColumn() throws SQLException {
        var found = new TreeMap<String, Map<String, List<String>>>();
        for (var service : platform.services()) {
            var tables = new TreeMap<String, List<String>>();
            for (var table : documented.get(service).keySet()) {
                var columns = columns(service, table);
                if (!columns.isEmpty()) {
                    columns.retainAll(documented.get(service).get(table));
                    tables.put(table, columns);
                }
            }
            found.put(service, tables);
        }
        assertThat(sorted(found)).isEqualTo(sorted(documented));
    }

    @Test
    void isAtRestOnceItStands() {
        var provisioning = platform.provisioning();

        assertThat(provisioning.plan().steps()).isEmpty();
        assertThat(provisioning.apply(_ -> {})).isEmpty();
        for (var it : platform.services()) {
            assertThat(provisioning.migrate(it).applied()).as(it).isEmpty();
            assertThat(provisioning.seed(it, Environment.PROD).rows()).as(it).isZero();
            assertThat(provisioning.seed(it, Environment.DEV).rows()).as(it).isZero();
            assertThat(provisioning.status(it)).as(it).isNotEmpty();
        }
    }

    @Test
    void hasARowInEveryTable() throws SQLException {
        for (var service : platform.services()) {
            try (var connection = platform.asUserOf(service)) {
                act(connection);
                for (var table : tables(service)) {
                    var rows = ExamplePlatform.ask(connection, "select count(*) from " + table);
                    assertThat(rows.getFirst()).as(table).isNotEqualTo("0");
                }
            }
        }
    }

    @Test
    void findsEveryForeignKeyByAnIndex() throws SQLException {
        for (var service : platform.services()) {
            assertThat(
                            platform.ask(
                                    service,
                                    """
                                    select fk.conrelid::regclass || ' ' || fk.conname
                                      from pg_constraint fk
                                     where fk.connamespace = ?::regnamespace and fk.contype = 'f'
                                       and not exists (
                                           select from pg_index i
                                            where i.indrelid = fk.conrelid and i.indpred is null
                                              and ((i.indkey::int2[])[0:cardinality(fk.conkey) - 1] @> fk.conkey
                                                   or i.indisunique and fk.conkey @> i.indkey::int2[]))
                                    """,
                                    schema(service)))
                    .as("foreign keys of %s without an index", service)
                    .isEmpty();
        }
    }

    /**
     * The same as a query on {@code user_id} would need: ids of rows elsewhere have no constraint
     * that says so.
     */
    @Test
    void findsEveryIdOfARowElsewhereByAnIndex() throws SQLException {
        for (var service : platform.services()) {
            assertThat(
                            platform.ask(
                                    service,
                                    """
                                    select a.attrelid::regclass || '.' || a.attname
                                      from pg_attribute a join pg_class c on c.oid = a.attrelid
                                     where c.relnamespace = ?::regnamespace and c.relkind in ('r', 'p')
                                       and starts_with(c.relname, ?)
                                       and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype
                                       and (a.attname like '%\\_id' or a.attname like '%\\_by')
                                       and not exists (
                                           select from pg_index i
                                            where i.indrelid = a.attrelid and i.indkey[0] = a.attnum)
                                       and not exists (
                                           select from pg_constraint k
                                            where k.conrelid = a.attrelid and a.attnum = any (k.conkey)
                                              and k.contype in ('f', 'p'))
                                    """,
                                    schema(service),
                                    platform.database(service).prefix()))
                    .as("ids of %s without an index", service)
                    .allMatch(it -> neverFilteredBy().contains(it));
        }
    }

    @Test
    void namesConstraintsAndIndexesByTheHouseRule() throws SQLException {
        for (var service : platform.services()) {
            var odd = new ArrayList<String>();
            for (var it : names(service)) {
                var parts = it.split(" ");
                if (!follows(parts[0], parts[1], parts[2])) {
                    odd.add(it);
                }
            }
            assertThat(odd).as("kind, table and name in %s", service).isEmpty();
        }
    }

    @Test
    void letsEachServiceReadAndWriteItsOwnTables() throws SQLException {
        for (var service : platform.services()) {
            var appendOnly = platform.database(service).appendOnlyTables();
            try (var connection = platform.asUserOf(service)) {
                act(connection);
                for (var table : tables(service)) {
                    var rows = count(connection, table);
                    run(connection, on(service, table, INSERT), table);
                    if (appendOnly.contains(table)) {
                        assertRefused(connection, "42501", "delete from %s", table);
                        assertRefused(connection, "42501", on(service, table, UPDATE), table);
                    } else {
                        assertThat(run(connection, on(service, table, UPDATE), table))
                                .as("rows of %s updated", table)
                                .isEqualTo(rows);
                        run(connection, "delete from %s where false", table);
                    }
                    assertRefused(connection, "42501", "truncate %s", table);
                    assertRefused(connection, "42501", "drop table %s", table);
                }
                assertRefused(connection, "42501", "create table %s ()", "mine");
                connection.rollback();
            }
        }
    }

    /** Prefix is where all names of all services meet in one schema. */
    @Test
    void holdsOnAnotherRungToo() throws SQLException {
        var own = platform;
        var other = platform.rung() == Isolation.PREFIX ? Isolation.DATABASE : Isolation.PREFIX;
        platform = ExamplePlatform.start(manifest(other));
        try (var _ = platform) {
            hasEveryDocumentedTableAndColumn();
            isAtRestOnceItStands();
            namesConstraintsAndIndexesByTheHouseRule();
            letsEachServiceReadAndWriteItsOwnTables();
        } finally {
            platform = own;
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void isAcceptedOnEveryRung(Isolation rung) {
        assertThat(manifest(rung).services())
                .hasSize(documented.size())
                .allMatch(it -> it.isolation() == rung);
    }

    /** What each service can select from, tried on everything there is in every database. */
    Map<String, TreeSet<String>> readable() throws SQLException {
        var readable = new TreeMap<String, TreeSet<String>>();
        for (var reader : platform.services()) {
            var found = new TreeSet<String>();
            for (var host : platform.services()) {
                for (var relation : relations(host)) {
                    try (var connection = platform.asUserOf(reader, host);
                            var statement = connection.createStatement()) {
                        statement.execute("select from %s limit 1".formatted(relation));
                        found.add(relation);
                    } catch (SQLException e) {
                        assertThat(e.getSQLState())
                                .as("%s reads %s", reader, relation)
                                .isIn("42501", "28000");
                    }
                }
            }
            readable.put(reader, found);
        }
        return readable;
    }

    /** The tables and views of a service with their schema, but not Flyway's. */
    List<String> relations(String service) throws SQLException {
        return platform.ask(
                service,
                """
                select n.nspname || '.' || c.relname
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname in (?, ?) and c.relkind in ('r', 'p', 'v')
                   and not c.relispartition and c.relname <> 'flyway_schema_history'
                 order by 1
                """,
                schema(service),
                service + "_api");
    }

    private String schema(String service) {
        return platform.database(service).schema();
    }

    private List<String> tables(String service) throws SQLException {
        var prefix = platform.database(service).prefix();
        return platform.ask(service, TABLES, schema(service), prefix, prefix);
    }

    private List<String> columns(String service, String table) throws SQLException {
        return new ArrayList<>(
                platform.ask(
                        service,
                        "select column_name from information_schema.columns where table_schema = ?"
                                + " and table_name = ? order by ordinal_position",
                        schema(service),
                        platform.database(service).prefix() + table));
    }

    /** A statement with the last column's name. */
    private String on(String service, String table, String sql) throws SQLException {
        var prefix = platform.database(service).prefix();
        return sql.replace("#", columns(service, table.substring(prefix.length())).getLast());
    }

    private List<String> names(String service) throws SQLException {
        ServiceDatabase database = platform.database(service);
        return platform.ask(
                service,
                """
                select kind || ' ' || c.relname || ' ' || name
                  from (select conrelid as relation, contype::text as kind, conname as name
                          from pg_constraint where contype in ('p', 'u', 'f', 'c')
                        union all
                        select i.indrelid, case when i.indisunique then 'unique' else 'index' end, x.relname
                          from pg_index i join pg_class x on x.oid = i.indexrelid
                         where not exists (select from pg_constraint k where k.conindid = i.indexrelid)) named
                  join pg_class c on c.oid = named.relation
                 where c.relnamespace = ?::regnamespace and not c.relispartition
                   and starts_with(c.relname, ?) and c.relname <> ? || 'flyway_schema_history'
                 order by 1
                """,
                database.schema(),
                database.prefix(),
                database.prefix());
    }

    /** PostgreSQL cuts names at 63 bytes in silence; whoever comes near may have been cut. */
    private boolean follows(String kind, String table, String constraint) {
        var isNamedAfterTable = !namesBeginWithTheTable() || constraint.startsWith(table + "_");
        return isNamedAfterTable
                && constraint.length() < 63
                && switch (kind) {
                    case "p" -> constraint.endsWith("_pkey");
                    case "u", "unique" -> constraint.endsWith("_key");
                    case "f" -> constraint.endsWith("_fkey");
                    case "index" -> constraint.endsWith("_idx");
                    default ->
                            !constraint.matches(".*_check[0-9]*")
                                    && constraint.chars().filter(it -> it == '_').count() >= 2;
                };
    }

    private void act(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        ExamplePlatform.ask(
                connection, "select set_config('app.current_user_id', ?, false)", somebody());
    }

    private static long count(Connection connection, String table) throws SQLException {
        return Long.parseLong(
                ExamplePlatform.ask(connection, "select count(*) from " + table).getFirst());
    }

    private static int run(Connection connection, String sql, String table) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql.formatted(table));
        }
    }

    private static void assertRefused(Connection connection, String state, String sql, String table)
            throws SQLException {
        var before = connection.setSavepoint();
        assertThatExceptionOfType(SQLException.class)
                .as(sql, table)
                .isThrownBy(() -> run(connection, sql, table))
                .extracting(SQLException::getSQLState)
                .isEqualTo(state);
        connection.rollback(before);
    }

    private static Map<String, Map<String, TreeSet<String>>> sorted(
            Map<String, Map<String, List<String>>> tables) {
        var sorted = new TreeMap<String, Map<String, TreeSet<String>>>();
        tables.forEach((service, columns) -> {
            var inner = new TreeMap<String, TreeSet<String>>();
            columns.forEach((table, names) -> inner.put(table, new TreeSet<>(names)));
            sorted.put(service, inner);
        });
        return sorted;
    }
}
