package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service may and may not do; every refusal stands beside the same thing allowed. */
class WallTests {

    static final String BROAD_HBA = "host all all 127.0.0.1/32 scram-sha-256\n";

    static TestPlatform platform;
    static boolean broken;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = TestPlatform.ready(folder);
        platform.provisioning().seed("payment", Environment.DEV);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @AfterEach
    void repair() {
        if (broken) {
            platform.provisioning().apply(_ -> {});
            broken = false;
        }
    }

    @ParameterizedTest
    @CsvSource({"auth", "payment"})
    void aServiceReachesItsOwnDatabase(String service) throws Exception {
        for (var role : new String[] {"_user", "_owner"}) {
            try (var connection = platform.as(service + role, service + "_db")) {
                assertThat(one(connection, "select current_database() || ' ' || current_schema()"))
                        .isEqualTo(service + "_db " + service);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "payment_user, auth_db",
        "payment_owner, auth_db",
        "auth_user, payment_db",
        "auth_owner, payment_db",
        "payment_user, postgres",
        "payment_user, template1",
        "payment_user, template0",
        "payment_user, there_is_no_such_db",
        "payment_owner, postgres"
    })
    void aServiceReachesNoOtherDatabase(String role, String database) {
        assertRefused("28000", role, database);
    }

    @ParameterizedTest
    @CsvSource({
        "payment_user, auth_db",
        "payment_owner, auth_db",
        "payment_user, postgres",
        "payment_user, template1"
    })
    void theRevokedPrivilegeHoldsAlone(String role, String database) throws Exception {
        withoutBinding();

        assertRefused("42501", role, database);
        platform.as("payment_user", "payment_db").close();
    }

    @Test
    void theBindingHoldsAlone() throws Exception {
        broken = true;
        platform.asAdministrator(
                "postgres",
                "grant all on database auth_db to payment_user, public",
                "grant connect on database postgres to public");

        assertRefused("28000", "payment_user", "auth_db");
        assertRefused("28000", "payment_user", "postgres");
        platform.as("auth_user", "auth_db").close();
    }

    @Test
    void withoutBothTheNeighbourWouldBeIn() throws Exception {
        withoutBinding();
        platform.asAdministrator("postgres", "grant connect on database auth_db to public");

        platform.as("payment_user", "auth_db").close();

        platform.provisioning().apply(_ -> {});
        assertRefused("28000", "payment_user", "auth_db");
    }

    @Test
    void passwordsAreChecked() throws Exception {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> platform.server.connect("payment_db", "payment_user", "wrong"))
                .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("28P01"));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() ->
                        platform.server.connect(
                                "auth_db", "auth_user", platform.secrets.password("payment_user")))
                .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("28P01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from orders",
                "insert into orders values (99, 1)",
                "update orders set total = 2 where id = 1",
                "delete from orders where id = 3",
                "select nextval('order_numbers')",
                "select twice(2)",
                "select * from flyway_schema_history"
            })
    void theRuntimeUserWorksWithRows(String sql) throws Exception {
        try (var connection = platform.as("payment_user", "payment_db")) {
            connection.setAutoCommit(false);
            execute(connection, sql);
            connection.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table t ()",
                "create table payment.t ()",
                "create table public.t ()",
                "create temp table t ()",
                "create view v as select 1",
                "create function f() returns int language sql return 1",
                "create schema s",
                "create type mood as enum ('fine')",
                "create extension pgcrypto",
                "create database d",
                "create role r",
                "create publication p",
                "truncate orders",
                "drop table orders",
                "alter table orders add column x int",
                "create index on orders (total)",
                "insert into flyway_schema_history (installed_rank) values (99)",
                "update flyway_schema_history set checksum = 0",
                "delete from flyway_schema_history",
                "truncate flyway_schema_history",
                "set role payment_owner",
                "set role auth_user",
                "set session authorization payment_owner",
                "select setval('order_numbers', 1)",
                "grant payment_owner to payment_user",
                "alter role payment_user superuser",
                "alter role payment_user connection limit 99",
                "alter role auth_user password 'x'",
                "alter role payment_owner set search_path = 'x'",
                "alter database payment_db set search_path = 'x'",
                "alter database auth_db set search_path = 'x'",
                "drop database auth_db",
                "select pg_database_size('auth_db')",
                "set temp_file_limit = '1TB'",
                "set session_replication_role = replica",
                "alter system set authentication_timeout = '60s'",
                "select pg_reload_conf()",
                "select * from pg_authid",
                "select * from pg_hba_file_rules",
                "copy orders to program 'cat'",
                "copy orders to '/tmp/orders'",
                "select pg_read_file('postgresql.conf')",
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'"
                        + " limit 1"
            })
    void theRuntimeUserDoesNothingElse(String sql) throws Exception {
        try (var connection = platform.as("payment_user", "payment_db");
                var neighbour = platform.server.connect()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> execute(connection, sql))
                    .satisfies(it -> assertThat(it.getSQLState()).as(sql).isEqualTo("42501"));
            assertThat(neighbour.isValid(1)).isTrue();
        }
    }

    @Test
    void appendOnlyTablesTakeNewRowsAndNothingElse() throws Exception {
        try (var connection = platform.as("auth_user", "auth_db")) {
            execute(connection, "insert into audit_log values (1, 'login')");
            assertThat(one(connection, "select action from audit_log")).isEqualTo("login");
            for (var sql :
                    new String[] {
                        "update audit_log set action = 'none'",
                        "delete from audit_log",
                        "truncate audit_log",
                        "insert into audit_log values (1, 'x') on conflict (id) do update set"
                                + " action = 'x'"
                    }) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> execute(connection, sql))
                        .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("42501"));
            }
            execute(connection, "update users set name = 'x'");
        }
    }

    @Test
    void theOwnerChangesItsTablesButNotItsRank() throws Exception {
        try (var connection = platform.as("payment_owner", "payment_db")) {
            connection.setAutoCommit(false);
            execute(connection, "create table t ()");
            execute(connection, "drop table t");
            connection.commit();
            connection.setAutoCommit(true);
            for (var sql :
                    new String[] {
                        "create schema s",
                        "create table public.t ()",
                        "create temp table t ()",
                        "create database d",
                        "create role r",
                        "set role payment_user",
                        "set role auth_owner",
                        "alter role payment_owner createdb",
                        "create extension pgcrypto",
                        "alter database payment_db set statement_timeout = 0",
                        "set temp_file_limit = '1TB'"
                    }) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> execute(connection, sql))
                        .satisfies(it -> assertThat(it.getSQLState()).as(sql).isEqualTo("42501"));
            }
        }
    }

    @Test
    void sessionsStartWithTheirLimits() throws Exception {
        try (var connection = platform.as("payment_user", "payment_db")) {
            assertThat(one(connection, "show statement_timeout")).isEqualTo("5s");
            assertThat(one(connection, "show lock_timeout")).isEqualTo("2s");
            assertThat(one(connection, "show idle_in_transaction_session_timeout"))
                    .isEqualTo("10s");
            assertThat(one(connection, "show transaction_timeout")).isEqualTo("30s");
            assertThat(one(connection, "show temp_file_limit")).isEqualTo("64MB");
            assertThat(one(connection, "show authentication_timeout")).isEqualTo("5s");
        }
        try (var connection = platform.as("payment_owner", "payment_db")) {
            assertThat(one(connection, "show statement_timeout")).isEqualTo("0");
            assertThat(one(connection, "show lock_timeout")).isEqualTo("5s");
            assertThat(one(connection, "show temp_file_limit")).isEqualTo("1GB");
        }
    }

    @Test
    void aServiceUsesUpItsOwnConnectionsOnly() throws Exception {
        var limit = platform.database("payment").service().userConnections();
        var open = new ArrayList<Connection>();
        try {
            for (int i = 0; i < limit; i++) {
                open.add(platform.as("payment_user", "payment_db"));
            }
            assertRefused("53300", "payment_user", "payment_db");
            platform.as("auth_user", "auth_db").close();
            platform.as("payment_owner", "payment_db").close();
        } finally {
            for (var it : open) {
                it.close();
            }
        }
    }

    static void withoutBinding() throws Exception {
        broken = true;
        Files.writeString(platform.embedded.hbaFile(), BROAD_HBA);
        platform.asAdministrator("postgres", "select pg_reload_conf()");
        // the server reloads in its own time: done as soon as the first wall is gone
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThatExceptionOfType(SQLException.class)
                                .isThrownBy(() -> platform.as("payment_user", "no_db").close())
                                .satisfies(it -> assertThat(it.getSQLState()).isEqualTo("3D000")));
    }

    static void assertRefused(String state, String role, String database) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> platform.as(role, database).close())
                .satisfies(it -> assertThat(it.getSQLState()).isEqualTo(state));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
