package dev.bulkhead.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulkhead.provisioning.plan.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever somebody changes by hand is found, said in a sentence, and put right by one run. */
class DriftTests {

    static TestPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        platform = TestPlatform.ready(folder);
        platform.asAdministrator("postgres", "create role stranger login", "create role extra");
    }

    @AfterAll
    static void stop() {
        try {
            assertThat(platform.provisioning().plan().steps()).isEmpty();
        } finally {
            platform.close();
        }
    }

    static Stream<Arguments> drifts() {
        return Stream.of(
                // roles
                role("alter role payment_user superuser", "role payment_user: make it nosuperuser"),
                role("alter role payment_user createdb", "role payment_user: make it nocreatedb"),
                role(
                        "alter role payment_user createrole",
                        "role payment_user: make it nocreaterole"),
                role(
                        "alter role payment_user replication",
                        "role payment_user: make it noreplication"),
                role("alter role payment_user bypassrls", "role payment_user: make it nobypassrls"),
                role("alter role payment_user inherit", "role payment_user: make it noinherit"),
                role("alter role payment_owner nologin", "role payment_owner: make it login"),
                role(
                        "alter role payment_user connection limit -1",
                        "role payment_user: make it connection limit 7"),
                role(
                        "alter role payment_user valid until '2001-01-01'",
                        "role payment_user: make it valid until 'infinity'"),
                role(
                        "alter role payment_user superuser createdb",
                        "role payment_user: make it nosuperuser, nocreatedb"),
                role(
                        "alter role payment_user set statement_timeout = 0",
                        "role payment_user: set statement_timeout to 5s (was 0)"),
                role(
                        "alter role payment_user reset lock_timeout",
                        "role payment_user: set lock_timeout to 2s"),
                role(
                        "alter role payment_user set search_path = public",
                        "role payment_user: reset search_path (was public)"),
                role(
                        "alter role payment_user set app.api_key = 'parked=here'",
                        "role payment_user: reset app.api_key (was parked=here)"),
                role(
                        "alter role payment_user in database payment_db set work_mem = '1GB'",
                        "role payment_user: reset work_mem in database payment_db"),
                role(
                        "alter role payment_user in database auth_db set search_path = 'x'",
                        "role payment_user: reset search_path in database auth_db"),
                role(
                        "grant payment_owner to payment_user",
                        "role payment_user: may no longer act as payment_owner"),
                role(
                        "grant payment_owner to stranger with admin option",
                        "role stranger: may no longer act as payment_owner"),
                role(
                        "grant pg_read_all_data to payment_user",
                        "role payment_user: may no longer act as pg_read_all_data"),
                role(
                        "grant auth_user to payment_user",
                        "role payment_user: may no longer act as auth_user"),
                // databases
                role(
                        "grant connect on database auth_db to payment_user",
                        "database auth_db: take CONNECT from payment_user"),
                role(
                        "grant all on database auth_db to public",
                        "database auth_db: take CONNECT, CREATE, TEMPORARY from PUBLIC"),
                role(
                        "grant temporary on database payment_db to payment_user",
                        "database payment_db: take TEMPORARY from payment_user"),
                role(
                        "grant connect on database payment_db to payment_user with grant option",
                        "database payment_db: take the grant option on CONNECT from payment_user"),
                role(
                        "revoke connect on database payment_db from payment_user",
                        "database payment_db: give CONNECT to payment_user"),
                role(
                        "grant connect on database postgres to public",
                        "database postgres: take CONNECT from PUBLIC"),
                role(
                        "grant connect, temporary on database template1 to payment_user",
                        "database template1: take CONNECT, TEMPORARY from payment_user"),
                role(
                        "alter database payment_db owner to payment_owner",
                        "database payment_db: give it to postgres (was payment_owner's)",
                        "database payment_db: give CONNECT to payment_owner"),
                role(
                        "alter database payment_db connection limit 99",
                        "database payment_db: allow 12 connections (was 99)"),
                role(
                        "alter database payment_db set search_path = public, payment",
                        "database payment_db: set search_path to payment (was public, payment)"),
                role(
                        "alter database payment_db set statement_timeout = 0",
                        "database payment_db: reset statement_timeout (was 0)"),
                role(
                        "alter database payment_db allow_connections false",
                        "database payment_db: allow connections"),
                role(
                        "grant set on parameter temp_file_limit to payment_user",
                        "parameter temp_file_limit: take everything from payment_user"),
                role(
                        "grant alter system on parameter log_statement to public",
                        "parameter log_statement: take everything from PUBLIC"),
                role(
                        "grant create on tablespace pg_default to payment_user",
                        "tablespace pg_default: take everything from payment_user"),
                inside(
                        "grant execute on function pg_read_file(text) to payment_user",
                        "routine pg_catalog.pg_read_file(pg_catalog.text): take everything from"
                                + " payment_user"),
                inside(
                        "grant select (rolname) on pg_authid to auth_user",
                        "table pg_catalog.pg_authid: take everything from auth_user"),
                inside(
                        "create table public.leak (); grant select on public.leak to payment_user",
                        "table public.leak: take everything from payment_user"),
                // schemas
                inside(
                        "grant create on schema payment to payment_user",
                        "schema payment of payment_db: take CREATE from payment_user"),
                inside(
                        "grant usage on schema payment to public",
                        "schema payment of payment_db: take USAGE from PUBLIC"),
                inside(
                        "revoke usage on schema payment from payment_user",
                        "schema payment of payment_db: give USAGE to payment_user"),
                inside(
                        "alter schema payment owner to payment_user",
                        "schema payment of payment_db: give it to payment_owner (was"
                                + " payment_user's)",
                        "schema payment of payment_db: give USAGE to payment_user"),
                inside(
                        "alter schema payment owner to payment_user; grant all on schema payment to"
                                + " payment_owner",
                        "schema payment of payment_db: give it to payment_owner (was"
                                + " payment_user's)",
                        "schema payment of payment_db: give USAGE to payment_user"),
                inside(
                        "revoke create on schema payment from payment_owner",
                        "schema payment of payment_db: give its owner all rights back"),
                inside(
                        "revoke insert on orders from payment_owner",
                        "table payment.orders: give its owner all rights back"),
                inside(
                        "alter table orders owner to postgres; grant select on orders to"
                                + " payment_owner",
                        "table payment.orders: give it to payment_owner (was postgres's)"),
                inside(
                        "grant all on schema public to public",
                        "schema public of payment_db: take CREATE, USAGE from PUBLIC"),
                inside(
                        "create schema if not exists hotfix; grant usage on schema hotfix to"
                                + " payment_user",
                        "schema hotfix of payment_db: take USAGE from payment_user"),
                // tables, sequences, functions
                inside(
                        "grant truncate on orders to payment_user",
                        "table payment.orders: take TRUNCATE from payment_user"),
                inside(
                        "grant all on orders to public",
                        "table payment.orders: take DELETE, INSERT, MAINTAIN, REFERENCES, SELECT,"
                                + " TRIGGER, TRUNCATE, UPDATE from PUBLIC"),
                inside(
                        "grant select on orders to stranger",
                        "table payment.orders: take SELECT from stranger"),
                inside(
                        "revoke insert on orders from payment_user",
                        "table payment.orders: give INSERT to payment_user"),
                inside(
                        "grant select (total) on orders to stranger",
                        "column total of payment.orders: take everything from stranger"),
                inside(
                        "grant delete on flyway_schema_history to payment_user",
                        "table payment.flyway_schema_history: take DELETE from payment_user"),
                inside(
                        "alter table orders owner to postgres",
                        "table payment.orders: give it to payment_owner (was postgres's)"),
                inside(
                        "create table if not exists hotfix_table ()",
                        "table payment.hotfix_table: give it to payment_owner (was postgres's)",
                        "table payment.hotfix_table: give DELETE, INSERT, SELECT, UPDATE to"
                                + " payment_user"),
                inside(
                        "grant update on sequence order_numbers to payment_user",
                        "sequence payment.order_numbers: take UPDATE from payment_user"),
                inside(
                        "grant execute on function twice(int) to public",
                        "routine payment.twice(n integer): take EXECUTE from PUBLIC"),
                inside(
                        "alter function twice(int) owner to postgres",
                        "routine payment.twice(n integer): give it to payment_owner (was"
                                + " postgres's)"),
                inside(
                        "create type mood as enum ('fine')",
                        "type payment.mood: give it to payment_owner (was postgres's)"),
                // default privileges
                inside(
                        "alter default privileges for role payment_owner grant execute on functions"
                                + " to public",
                        "what payment_owner creates in payment_db: take EXECUTE from PUBLIC"),
                inside(
                        "alter default privileges for role payment_owner in schema payment grant"
                                + " truncate on tables to payment_user",
                        "what payment_owner creates in payment_db.payment: take TRUNCATE from"
                                + " payment_user"),
                inside(
                        "alter default privileges for role payment_owner in schema payment revoke"
                                + " insert on tables from payment_user",
                        "what payment_owner creates in payment_db.payment: give INSERT to"
                                + " payment_user"),
                inside(
                        "alter default privileges for role postgres grant select on tables to"
                                + " payment_user",
                        "what postgres creates in payment_db: take SELECT from payment_user"),
                inside(
                        "alter default privileges for role payment_owner in schema payment grant"
                                + " select on tables to public",
                        "what payment_owner creates in payment_db.payment: take SELECT from"
                                + " PUBLIC"));
    }

    @ParameterizedTest
    @MethodSource("drifts")
    void isFoundNamedAndMended(String database, String sql, List<String> sentences)
            throws Exception {
        platform.asAdministrator(database, sql);

        var plan = platform.provisioning().plan();

        plan.apply(_ -> {}); // whatever this leaves behind is found by the next
        assertThat(plan.steps())
                .extracting(Step::what)
                .containsExactlyInAnyOrderElementsOf(sentences);
    }

    @Test
    void aPasswordThatDiffersFromItsFileIsSetAnew() throws Exception {
        platform.asAdministrator("postgres", "alter role payment_user password 'mine'");

        var taken = platform.provisioning().apply(_ -> {});

        assertThat(taken)
                .extracting(Step::what)
                .containsExactly(
                        "role payment_user: set the password that is in "
                                + platform.secrets.file("payment_user"));
        assertThat(taken.getFirst().toSql())
                .isEqualTo("alter role payment_user password :'payment_user_verifier';\n");
        platform.as("payment_user", "payment_db").close();
    }

    @Test
    void aNewPasswordInTheFileIsTaken() throws Exception {
        var file = platform.secrets.file("auth_user");
        Files.writeString(file, "another-password\n");

        assertThat(platform.provisioning().apply(_ -> {})).hasSize(1);

        platform.server.connect("auth_db", "auth_user", "another-password").close();
    }

    @Test
    void aRoleWithoutPasswordGetsItBack() throws Exception {
        platform.asAdministrator("postgres", "alter role payment_user password null");

        platform.provisioning().apply(_ -> {});

        platform.as("payment_user", "payment_db").close();
    }

    @Test
    void aPartitionIsAsProtectedAsItsParent() throws Exception {
        platform.asAdministrator(
                "auth_db",
                "alter table auth.audit_log rename to audit_log_old",
                "create table auth.audit_log (id int, at date) partition by range (at)",
                "create table auth.audit_log_2026 partition of auth.audit_log for values from"
                        + " ('2026-01-01') to ('2027-01-01')",
                "alter table auth.audit_log owner to auth_owner",
                "alter table auth.audit_log_2026 owner to auth_owner",
                "grant select, insert on auth.audit_log to auth_user",
                "grant select, insert, update, delete on auth.audit_log_2026 to auth_user");
        try {
            assertThat(platform.provisioning().plan().steps())
                    .extracting(Step::what)
                    .contains("table auth.audit_log_2026: take DELETE, UPDATE from auth_user");
        } finally {
            platform.asAdministrator(
                    "auth_db",
                    "drop table auth.audit_log",
                    "alter table auth.audit_log_old rename to audit_log");
            platform.provisioning().apply(_ -> {});
        }
    }

    @Test
    void aForeignHbaLineIsTakenOut() throws Exception {
        var file = platform.embedded.hbaFile();
        var before = Files.readString(file);
        Files.writeString(file, "host all all 0.0.0.0/0 trust\n" + before);

        assertThat(platform.provisioning().apply(_ -> {}))
                .extracting(Step::what)
                .containsExactly("server: bind each role to its own database in pg_hba.conf");
        assertThat(file).hasContent(before);
    }

    @Test
    void aServersSettingIsPutBack() throws Exception {
        platform.asAdministrator("postgres", "alter system set authentication_timeout = '60s'");
        platform.asAdministrator("postgres", "select pg_reload_conf()");
        Awaitility.await().until(() -> !platform.provisioning().plan().isEmpty());

        assertThat(platform.provisioning().apply(_ -> {}))
                .extracting(Step::what)
                .containsExactly("server: give a login 5 seconds (was 60)");
        assertThat(platform.provisioning().plan().steps()).isEmpty();
    }

    @Test
    void whatBelongsToNoServiceIsLeftAlone() throws Exception {
        platform.asAdministrator(
                "postgres",
                "create database reports owner stranger",
                "grant extra to stranger",
                "alter role stranger set work_mem = '8MB'",
                "alter role stranger createdb");

        assertThat(platform.provisioning().plan().steps()).isEmpty();
    }

    static Arguments role(String sql, String... sentences) {
        return Arguments.of("postgres", sql, List.of(sentences));
    }

    static Arguments inside(String sql, String... sentences) {
        return Arguments.of("payment_db", sql, List.of(sentences));
    }
}
