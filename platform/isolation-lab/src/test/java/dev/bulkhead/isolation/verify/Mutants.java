package dev.bulkhead.isolation.verify;

import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.provisioning.manifest.Isolation;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that has been broken on purpose. The attacker is game and the victim auth, unless it
 * says otherwise.
 */
final class Mutants {

    private static final String[] BROAD = {
        "host all all 127.0.0.1/32 scram-sha-256", "host all all ::1/128 scram-sha-256"
    };

    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(
                        gettingIn(),
                        attributes(),
                        memberships(),
                        databases(),
                        schemas(),
                        grants(),
                        owners(),
                        rows(),
                        code(),
                        server(),
                        limits())
                .flatMap(it -> it)
                .toList();
    }

    static List<Mutant> on(Isolation rung) {
        return all().stream().filter(it -> it.rungs().contains(rung)).toList();
    }

    private static Stream<Mutant> gettingIn() {
        return Stream.of(
                Mutant.of(
                                "hba-binding-removed",
                                "pg_hba.conf lets every role try every database",
                                SCHEMA,
                                DATABASE,
                                SERVER,
                                PREFIX)
                        .hba(BROAD)
                        .caughtBy("A1", "A2", "A3", "A4", "A7", "B12"),
                Mutant.of(
                                "connect-left-open",
                                "PUBLIC may connect to the victim's database",
                                DATABASE)
                        .victimsServer("grant connect on database {victim.database} to public")
                        .caughtBy("E20", "F12"),
                Mutant.of(
                                "no-wall-at-the-door",
                                "PUBLIC may connect, and pg_hba.conf lets everybody in",
                                DATABASE)
                        .victimsServer("grant connect on database {victim.database} to public")
                        .hba(BROAD)
                        .caughtBy(
                                "A1", "B21", "B22", "B23", "B24", "B25", "B27", "B28", "E20", "F12",
                                "H7", "J3"),
                Mutant.of(
                                "databases-of-the-server-open",
                                "PUBLIC may connect to the databases that every server has",
                                SCHEMA)
                        .server(
                                "grant connect on database postgres to public",
                                "grant connect on database template1 to public",
                                "alter database template0 allow_connections true")
                        .hba(BROAD)
                        .caughtBy("A2", "A3", "A4"),
                Mutant.of(
                                "trusting-hba",
                                "pg_hba.conf asks nobody for a password",
                                SCHEMA,
                                DATABASE)
                        .hba("host all all 127.0.0.1/32 trust", "host all all ::1/128 trust")
                        .caughtBy("A5", "A8", "A9"),
                Mutant.of(
                                "trusted-victim",
                                "pg_hba.conf lets the victim's roles in without a password",
                                DATABASE)
                        .hba(
                                "host {victim.database} {victim.user},{victim.owner} 127.0.0.1/32"
                                        + " trust",
                                "host {victim.database} {victim.user},{victim.owner} ::1/128"
                                        + " trust")
                        .caughtBy("A5"),
                Mutant.of(
                                "shared-password",
                                "the victim's password is the attacker's",
                                SCHEMA,
                                DATABASE)
                        .victimsServer("alter role {victim.user} password '{password}'")
                        .caughtBy("A5"),
                Mutant.of("md5-password", "a password is stored as MD5", SCHEMA)
                        .server(
                                "set password_encryption = 'md5'",
                                "alter role {user} password '{password}'")
                        .caughtBy("A1", "D9"),
                Mutant.of("no-password", "a role has no password", SCHEMA)
                        .server("alter role {user} password null")
                        .caughtBy("A1", "D9"),
                Mutant.of(
                                "stranger-on-the-victims-server",
                                "the attacker has a role on the victim's server",
                                SERVER)
                        .victimsServer(
                                "create role {user} login password '{password}'",
                                "grant connect on database {victim.database} to {user}")
                        .hba(
                                "host all {user} 127.0.0.1/32 scram-sha-256",
                                "host all {user} ::1/128 scram-sha-256")
                        .caughtBy("A1"));
    }

    private static Stream<Mutant> attributes() {
        return Stream.of(
                Mutant.of(
                                "superuser",
                                "the service's role is superuser",
                                SCHEMA,
                                DATABASE,
                                SERVER,
                                PREFIX)
                        .server("alter role {user} superuser")
                        .caughtBy(
                                "C2", "C3", "D8", "D11", "D12", "D13", "D14", "D17", "D19", "E3",
                                "E4", "E6", "E7", "E8", "E9", "E14", "E25", "E27", "F15", "F18",
                                "F24", "G11", "I12", "J2", "J4"),
                Mutant.of("superuser-owner", "the owner is superuser", SCHEMA)
                        .server("alter role {owner} superuser")
                        .caughtBy("C2", "E4"),
                Mutant.of("createdb", "the role may create databases", SCHEMA)
                        .server("alter role {user} createdb")
                        .caughtBy("D5"),
                Mutant.of("createrole", "the role may create roles", SCHEMA)
                        .server("alter role {user} createrole")
                        .caughtBy("D6"),
                Mutant.of(
                                "createrole-over-the-victim",
                                "the role may create roles and administers the victim's",
                                SCHEMA,
                                DATABASE)
                        .server(
                                "alter role {user} createrole",
                                "grant {victim.user} to {user} with admin option")
                        .caughtBy("E5", "E11", "E16", "E26"),
                Mutant.of("replication", "the role may replicate", SCHEMA)
                        .server("alter role {user} replication")
                        .hba(
                                "host replication {user} 127.0.0.1/32 scram-sha-256",
                                "host replication {user} ::1/128 scram-sha-256")
                        .caughtBy("A6", "D15", "D16"),
                Mutant.of("bypassrls", "the role bypasses row-level security", SCHEMA)
                        .from("auth")
                        .against("payment")
                        .server("alter role {user} bypassrls")
                        .caughtBy("L11", "L15"),
                Mutant.of("inherit", "the role inherits what it is a member of", SCHEMA)
                        .server("alter role {user} inherit"),
                Mutant.of("nologin", "the role cannot log in", SCHEMA)
                        .server("alter role {user} nologin")
                        .caughtBy("A1", "D9"),
                Mutant.of("expired", "the role's password has expired", SCHEMA)
                        .server("alter role {user} valid until '2001-01-01'")
                        .caughtBy("A1", "D9"));
    }

    private static Stream<Mutant> memberships() {
        return Stream.of(
                Mutant.of("member-of-the-victim", "the role may act as the victim's user", SCHEMA)
                        .server("grant {victim.user} to {user} with inherit false, set true")
                        .caughtBy("E1"),
                Mutant.of(
                                "heir-of-the-victim",
                                "the role inherits what the victim's user may",
                                SCHEMA)
                        .server("grant {victim.user} to {user} with inherit true")
                        .caughtBy(
                                "B1", "B2", "B3", "B4", "B6", "B7", "B8", "B9", "B10", "B11", "C1",
                                "I4", "I5", "L6", "F6"),
                Mutant.of(
                                "heir-of-the-victims-owner",
                                "the role inherits what the victim's owner may",
                                SCHEMA)
                        .server("grant {victim.owner} to {user} with inherit true")
                        .caughtBy(
                                "B5", "B12", "B13", "B14", "B15", "B16", "B19", "B20", "B26", "B29",
                                "B30", "B31", "B32", "B33", "B35", "H11", "H12", "H13", "H6", "L17",
                                "L18", "L19", "L5"),
                Mutant.of(
                                "owner-heir-of-the-victims-owner",
                                "the owner inherits what the victim's owner may",
                                SCHEMA)
                        .server("grant {victim.owner} to {owner} with inherit true")
                        .caughtBy("B17", "B34", "B36", "B31"),
                Mutant.of(
                                "member-of-its-owner",
                                "the role may act as its own owner",
                                SCHEMA,
                                DATABASE,
                                PREFIX)
                        .server("grant {owner} to {user}")
                        .caughtBy("E2"),
                Mutant.of(
                                "member-of-the-administrator",
                                "the role may act as the administrator",
                                SCHEMA)
                        .server("grant postgres to {user}")
                        .caughtBy("E24"),
                member("pg_read_all_data").caughtBy("B1", "B6", "B8", "B29", "F4", "F5", "L6"),
                member("pg_write_all_data").caughtBy("B2", "B4", "B7", "L1", "L3", "L4"),
                member("pg_maintain"),
                member("pg_read_all_settings").caughtBy("F13", "F14"),
                member("pg_read_all_stats").caughtBy("F6", "F25"),
                member("pg_monitor").caughtBy("F22", "F23"),
                member("pg_signal_backend").caughtBy("I4", "I5"),
                member("pg_checkpoint").caughtBy("I7"),
                member("pg_create_subscription"),
                member("pg_read_server_files").caughtBy("H2"),
                member("pg_write_server_files").caughtBy("H3"),
                member("pg_execute_server_program").caughtBy("H2b", "H8"));
    }

    private static Mutant member(String role) {
        return Mutant.of("member-of-" + role, "the role is a member of " + role, SCHEMA)
                .server("grant %s to {user} with inherit true".formatted(role));
    }

    private static Stream<Mutant> databases() {
        return Stream.of(
                Mutant.of(
                                "temp-left",
                                "the role may create temporary tables",
                                SCHEMA,
                                DATABASE,
                                PREFIX)
                        .server("grant temporary on database {database} to {user}")
                        .caughtBy("D3", "D21"),
                Mutant.of(
                                "create-on-database",
                                "the role may create schemas and trusted extensions",
                                SCHEMA,
                                DATABASE)
                        .server("grant create on database {database} to {user}")
                        .caughtBy("B18", "D4", "D7"),
                Mutant.of(
                                "owns-its-database",
                                "the database belongs to the service",
                                DATABASE,
                                SCHEMA)
                        .server("alter database {database} owner to {user}")
                        .caughtBy("E17", "E19", "E28", "D4"),
                Mutant.of(
                                "owns-the-victims-database",
                                "the victim's database belongs to the attacker",
                                DATABASE)
                        .server("alter database {victim.database} owner to {user}")
                        .caughtBy("E18", "E20", "E21"),
                Mutant.of("database-closed", "the database lets nobody in", DATABASE)
                        .server("alter database {database} allow_connections false"),
                Mutant.of("template", "the victim's database is a template", DATABASE)
                        .server("alter database {victim.database} is_template true"),
                Mutant.of("database-setting", "the database has settings of its own", DATABASE)
                        .server("alter database {database} set statement_timeout = 0"),
                Mutant.of("connect-taken", "the role may not connect to its own database", DATABASE)
                        .server("revoke connect on database {database} from {user}")
                        .caughtBy("D9"));
    }

    private static Stream<Mutant> schemas() {
        return Stream.of(
                Mutant.of("public-writable", "PUBLIC may create in schema public", SCHEMA, DATABASE)
                        .own("grant usage, create on schema public to public")
                        .caughtBy("D1"),
                Mutant.of(
                                "trojan",
                                "schema public is writable, and stands in the victim's search path",
                                SCHEMA)
                        .victims("grant usage, create on schema public to public")
                        .victimsServer(
                                "alter role {victim.user} set search_path = public,"
                                        + " {victim.schema}")
                        .caughtBy("J1"),
                Mutant.of(
                                "create-in-its-schema",
                                "the role may create in its schema",
                                SCHEMA,
                                DATABASE,
                                PREFIX)
                        .own("grant create on schema {schema} to {user}")
                        .caughtBy("D2", "D10", "D20"),
                Mutant.of(
                                "owns-its-schema",
                                "the schema belongs to the runtime user",
                                SCHEMA,
                                DATABASE)
                        .own(
                                "alter schema {schema} owner to {user}",
                                "grant all on schema {schema} to {owner}")
                        .caughtBy("D2", "D10", "D20"),
                Mutant.of(
                                "create-in-the-victims-schema",
                                "the role may create in the victim's schema",
                                SCHEMA)
                        .victims("grant usage, create on schema {victim.schema} to {user}")
                        .caughtBy("B14"),
                Mutant.of(
                                "create-in-what-the-victim-publishes",
                                "the role may create in the victim's published schema",
                                SCHEMA)
                        .victims("grant usage, create on schema {victim.api} to {user}")
                        .caughtBy("L19"),
                Mutant.of(
                                "publisher-creates",
                                "the runtime user may publish whatever it likes to its readers",
                                SCHEMA)
                        .from("auth")
                        .against("payment")
                        .own("grant create on schema {api} to {user}")
                        .caughtBy("J5"),
                Mutant.of("usage-for-public", "PUBLIC may use the victim's schema", SCHEMA)
                        .victims("grant usage on schema {victim.schema} to public"),
                Mutant.of("hotfix-schema", "somebody made a schema for the role", DATABASE)
                        .own("create schema hotfix authorization {user}"));
    }

    private static Stream<Mutant> grants() {
        return Stream.of(
                granted("select", "SELECT").caughtBy("B1", "B6", "B8"),
                granted("insert", "INSERT").caughtBy("B2", "B7"),
                granted("update", "UPDATE").caughtBy("B11"),
                granted("delete", "DELETE").caughtBy("B4", "L5"),
                granted("truncate", "TRUNCATE").caughtBy("B5"),
                granted("references", "REFERENCES"),
                granted("trigger", "TRIGGER").caughtBy("B16"),
                granted("maintain", "MAINTAIN").caughtBy("B11"),
                Mutant.of("granted-columns", "the role may read a column of the victim's", SCHEMA)
                        .victims(
                                "grant usage on schema {victim.schema} to {user}",
                                "grant select (email) on {victim.schema}.{victim.prefix}users to"
                                        + " {user}")
                        .caughtBy("B1"),
                Mutant.of("granted-with-option", "the role may pass on what it may do", DATABASE)
                        .own("grant select on {schema}.{prefix}games to {user} with grant option"),
                Mutant.of(
                                "granted-sequence",
                                "the role may draw from the victim's sequences",
                                SCHEMA)
                        .victims(
                                "grant usage on schema {victim.schema} to {user}",
                                "alter default privileges for role {victim.owner} in schema"
                                        + " {victim.schema} grant usage, select on sequences to"
                                        + " {user}")
                        .caughtBy("B10", "B29"),
                Mutant.of("granted-functions", "the victim's functions are PUBLIC's again", SCHEMA)
                        .victims(
                                "grant usage on schema {victim.schema} to public",
                                "alter default privileges for role {victim.owner} grant execute on"
                                        + " functions to public")
                        .caughtBy("B9"),
                Mutant.of(
                                "granted-one-function",
                                "the role may execute one function of the victim's",
                                SCHEMA)
                        .against("payment")
                        .victims(
                                "grant usage on schema {victim.schema} to {user}",
                                "grant execute on function"
                                        + " {victim.schema}.{victim.prefix}twice(int) to {user}"),
                Mutant.of(
                                "granted-large-objects",
                                "PUBLIC may read and write the victim's large objects",
                                SCHEMA)
                        .victims(
                                "alter default privileges for role {victim.owner} grant select,"
                                        + " update on large objects to public")
                        .caughtBy("H6", "H11"),
                Mutant.of("open-large-object", "a large object is PUBLIC's", SCHEMA)
                        .victims(
                                "select lo_create(4711)",
                                "grant select on large object 4711 to public"),
                Mutant.of("truncate-its-own", "the role may empty its own tables", DATABASE)
                        .own("grant truncate on all tables in schema {schema} to {user}")
                        .caughtBy("L2"),
                Mutant.of(
                                "all-on-history",
                                "the role may change its migration history",
                                DATABASE,
                                SCHEMA,
                                PREFIX)
                        .own(
                                "grant insert, update, delete, truncate on {schema}.{history} to"
                                        + " {user}")
                        .caughtBy("L1", "L2", "L3", "L4"),
                Mutant.of(
                                "victims-history",
                                "the role may read and change the victim's migration history",
                                SCHEMA)
                        .victims(
                                "grant usage on schema {victim.schema} to {user}",
                                "grant select, delete on {victim.schema}.{victim.history} to"
                                        + " {user}")
                        .caughtBy("L5", "L6"),
                Mutant.of(
                                "append-only-broken",
                                "the role may change and delete rows that are to stay",
                                DATABASE,
                                SCHEMA)
                        .from("auth")
                        .against("payment")
                        .own(
                                "grant update, delete, truncate on {schema}.{prefix}audit_log,"
                                        + " {schema}.{prefix}audit_log_2026 to {user}")
                        .caughtBy("L7", "L8", "L9"),
                Mutant.of("missing-grant", "the role may not read its own table", DATABASE)
                        .own("revoke select on {schema}.{prefix}games from {user}"),
                Mutant.of(
                                "published-to-a-stranger",
                                "a service without a contract reads what the victim publishes",
                                SCHEMA)
                        .victims(
                                "grant usage on schema {victim.api} to {user}",
                                "grant select, delete on {victim.api}.users to {user}")
                        .caughtBy("L17", "L18"),
                Mutant.of(
                                "reader-reads-the-table",
                                "a reader may read the table behind the view",
                                DATABASE,
                                SCHEMA)
                        .from("payment")
                        .victims(
                                "grant usage on schema {victim.schema} to {user}",
                                "grant select on {victim.schema}.{victim.prefix}users to {user}")
                        .caughtBy("B1"),
                Mutant.of(
                                "reader-writes",
                                "a reader may write through the published view",
                                DATABASE)
                        .from("payment")
                        .victims("grant delete on {victim.api}.users to {user}")
                        .caughtBy("L18"),
                Mutant.of(
                                "reader-may-temp",
                                "a reader may create temporary tables with its host",
                                DATABASE)
                        .from("payment")
                        .victimsServer("grant temporary on database {victim.database} to {user}")
                        .caughtBy("L20"));
    }

    private static Mutant granted(String id, String privilege) {
        return Mutant.of(
                        "granted-" + id,
                        "the role holds %s on the victim's tables".formatted(privilege),
                        SCHEMA)
                .victims(
                        "grant usage on schema {victim.schema} to {user}",
                        "grant %s on all tables in schema {victim.schema} to {user}"
                                .formatted(privilege),
                        "alter default privileges for role {victim.owner} in schema {victim.schema} grant %s on tables to {user}"
                                .formatted(privilege));
    }

    private static Stream<Mutant> owners() {
        return Stream.of(
                Mutant.of("owns-its-tables", "a table belongs to the runtime user", DATABASE)
                        .own("alter table {schema}.{prefix}games owner to {user}"),
                Mutant.of(
                                "owns-the-victims-tables",
                                "a table of the victim's belongs to the attacker",
                                SCHEMA)
                        .victims(
                                "grant usage on schema {victim.schema} to {user}",
                                "alter table {victim.schema}.{victim.prefix}users owner to {user}")
                        .caughtBy("B12", "B13"),
                Mutant.of(
                                "owned-by-the-administrator",
                                "a table, a type and a function belong to the administrator",
                                DATABASE)
                        .from("payment")
                        .own(
                                "create table {schema}.hotfix ()",
                                "create type {schema}.colour as enum ('red')",
                                "create function {schema}.one() returns int language sql return 1"),
                Mutant.of(
                                "stripped-owner",
                                "the owner was taken its right to its own table",
                                DATABASE)
                        .own("revoke insert on {schema}.{prefix}games from {owner}"),
                Mutant.of("owns-in-public", "a table of the role's lies in schema public", DATABASE)
                        .own(
                                "create table public.leak ()",
                                "alter table public.leak owner to {user}"),
                Mutant.of(
                                "owns-a-large-object-of-the-victims",
                                "the victim's large objects ask for no privilege",
                                SCHEMA)
                        .server("alter role {user} set lo_compat_privileges = on")
                        .caughtBy("H6", "H11", "H12"));
    }

    private static Stream<Mutant> rows() {
        var sessions = "{schema}.{prefix}sessions";
        return Stream.of(
                own("rls-off", "row-level security is off")
                        .own("alter table %s disable row level security".formatted(sessions))
                        .caughtBy("L11", "L15", "L21", "L22"),
                own("rls-no-policy", "the table of users' rows has no policy")
                        .own("drop policy own_sessions on %s".formatted(sessions))
                        .undone(
                                """
                                create policy own_sessions on %s using (user_id =
                                    nullif(current_setting('app.current_user_id', true), '')::int)\
                                """
                                        .formatted(sessions)),
                own("rls-not-forced", "row-level security does not bind the owner")
                        .own("alter table %s no force row level security".formatted(sessions))
                        .caughtBy("L11"),
                own("rls-policy-true", "a policy lets everything through")
                        .own("create policy everything on %s using (true)".formatted(sessions))
                        .caughtBy("L11"),
                own("rls-table-owned", "the table of users' rows belongs to the runtime user")
                        .own("alter table %s owner to {user}".formatted(sessions))
                        .caughtBy("L12", "L13", "L14"),
                own("rls-truncate", "the role may empty a table of users' rows")
                        .own("grant truncate on %s to {user}".formatted(sessions))
                        .caughtBy("L16"),
                own("rls-past-a-view", "a view reads with its owner's rights")
                        .own("alter view {schema}.{prefix}own_sessions reset (security_invoker)"),
                own("rls-copied", "a materialized view keeps a copy of users' rows")
                        .own(
                                "set session authorization {owner}",
                                "create materialized view {schema}.{prefix}copy as select id from %s"
                                        .formatted(sessions)),
                own(
                                "published-without-barrier",
                                "a reader's function sees rows that a published view leaves out")
                        .own("alter view {api}.users reset (security_barrier)"),
                own("published-table", "a table lies in the published schema")
                        .own("set session authorization {owner}", "create table {api}.raw ()"));
    }

    private static Mutant own(String id, String broken) {
        return Mutant.of(id, broken, DATABASE).from("auth").against("game");
    }

    private static Stream<Mutant> code() {
        return Stream.of(
                Mutant.of(
                                "definer-unpinned",
                                "a function runs as its owner, with whatever names mean to the"
                                        + " caller",
                                DATABASE)
                        .own(
                                "set session authorization {owner}",
                                "create function {schema}.unpinned() returns int language sql"
                                        + " security definer return 1"),
                Mutant.of(
                                "definer-pinned-badly",
                                "a function runs as its owner, and looks into pg_temp first",
                                DATABASE)
                        .own(
                                "set session authorization {owner}",
                                "create function {schema}.badly() returns int language sql security"
                                        + " definer set search_path = {schema} return 1"),
                Mutant.of(
                                "function-in-public",
                                "a function lies where others may call it by chance",
                                DATABASE)
                        .own(
                                "create function public.lower(varchar) returns text language sql"
                                        + " return 'trojan'"),
                Mutant.of(
                                "defaults-for-public",
                                "PUBLIC may execute what the owner will create",
                                DATABASE,
                                PREFIX)
                        .own(
                                "alter default privileges for role {owner} grant execute on"
                                        + " functions to public"),
                Mutant.of(
                                "defaults-for-a-stranger",
                                "another service may read what the owner will create",
                                SCHEMA)
                        .victims(
                                "alter default privileges for role {victim.owner} in schema"
                                        + " {victim.schema} grant select on tables to {user}"),
                Mutant.of(
                                "defaults-missing",
                                "the role may not use what its owner will create",
                                DATABASE)
                        .own(
                                "alter default privileges for role {owner} in schema {schema}"
                                        + " revoke select on tables from {user}"),
                Mutant.of(
                                "event-trigger",
                                "an event trigger runs with every change of a schema",
                                DATABASE)
                        .own(
                                "create function public.snoop() returns event_trigger language"
                                        + " plpgsql as 'begin end'",
                                "create event trigger snoop on ddl_command_end execute function"
                                        + " public.snoop()"));
    }

    private static Stream<Mutant> server() {
        return Stream.of(
                Mutant.of("dblink", "dblink is installed in the service's schema", DATABASE, SCHEMA)
                        .own("create extension dblink schema {schema}")
                        .caughtBy("C4", "C5", "C6"),
                Mutant.of("postgres-fdw", "the role may use postgres_fdw", DATABASE)
                        .own(
                                "create extension postgres_fdw schema public",
                                "grant usage on foreign data wrapper postgres_fdw to {user}")
                        .caughtBy("C7"),
                Mutant.of(
                                "statements",
                                "pg_stat_statements is installed, and shows itself to everybody",
                                DATABASE)
                        .own("create extension pg_stat_statements schema {schema}")
                        .server("grant pg_read_all_stats to {user} with inherit true")
                        .caughtBy("F8", "F10"),
                Mutant.of(
                                "publication",
                                "the service's tables are published for replication",
                                DATABASE)
                        .own("create publication leak for all tables"),
                Mutant.of("readable-verifiers", "the role may read the password verifiers", SCHEMA)
                        .own(
                                "grant select on pg_catalog.pg_authid to {user}",
                                "grant select on pg_catalog.pg_shadow to {user}")
                        .caughtBy("F4", "F5"),
                Mutant.of("public-verifiers", "PUBLIC may read the password verifiers", SCHEMA)
                        .own("grant select on pg_catalog.pg_authid to public")
                        .caughtBy("F4"),
                functions(
                                "server-files",
                                "read and write the server's files",
                                "pg_read_file(text)",
                                "pg_ls_dir(text)",
                                "lo_import(text)",
                                "lo_export(oid, text)",
                                "pg_stat_file(text)")
                        .caughtBy("H1", "H4", "H5", "H9", "H10"),
                functions(
                                "server-control",
                                "control the server",
                                "pg_reload_conf()",
                                "pg_switch_wal()",
                                "pg_log_backend_memory_contexts(int)",
                                "pg_rotate_logfile()",
                                "pg_promote(boolean, integer)",
                                "pg_create_restore_point(text)")
                        .caughtBy("I6", "I8", "I9", "I13", "I14", "I15"),
                functions(
                                "server-statistics",
                                "read and reset statistics of the server",
                                "pg_stat_reset()",
                                "pg_ls_waldir()",
                                "pg_hba_file_rules()")
                        .own("grant select on pg_catalog.pg_hba_file_rules to {user}")
                        .caughtBy("F22", "F24", "F15"),
                Mutant.of("public-files", "PUBLIC may read the server's files", SCHEMA)
                        .own("grant execute on function pg_catalog.pg_read_file(text) to public")
                        .caughtBy("H1"),
                Mutant.of("parameters", "the role may set what only superusers set", SCHEMA)
                        .server(
                                "grant set on parameter temp_file_limit, session_replication_role,"
                                        + " log_statement, zero_damaged_pages to {user}",
                                "grant alter system on parameter debug_pretty_print to {user}")
                        .caughtBy("G4", "G6", "G7", "G14", "E22"),
                Mutant.of("tablespace", "the role may use a tablespace", DATABASE)
                        .server("grant create on tablespace pg_default to {user}"),
                Mutant.of("slow-logins", "a login may take a minute", DATABASE)
                        .server(
                                "alter system set authentication_timeout = '60s'",
                                "select pg_reload_conf()"),
                Mutant.of("md5-by-default", "the server stores passwords as MD5", DATABASE)
                        .server(
                                "alter system set password_encryption = 'md5'",
                                "select pg_reload_conf()"));
    }

    private static Mutant functions(String id, String what, String... functions) {
        return Mutant.of(id, "the role may " + what, SCHEMA)
                .own(
                        Stream.of(functions)
                                .map(it ->
                                        "grant execute on function pg_catalog.%s to {user}"
                                                .formatted(it))
                                .toArray(String[]::new));
    }

    private static Stream<Mutant> limits() {
        return Stream.of(
                Mutant.of("connection-limit-lifted", "the role may take every connection", DATABASE)
                        .server("alter role {user} connection limit -1"),
                Mutant.of(
                                "database-limit-lifted",
                                "the database may take every connection",
                                DATABASE)
                        .server("alter database {database} connection limit -1"),
                Mutant.of(
                                "temp-file-limit-lifted",
                                "the role may fill the disk with temporary files",
                                DATABASE)
                        .server("alter role {user} set temp_file_limit = -1"),
                Mutant.of("time-limits-lifted", "the role's statements may take for ever", DATABASE)
                        .server("alter role {user} reset statement_timeout"),
                Mutant.of(
                                "parked-secret",
                                "a secret is parked where every role can read it",
                                DATABASE)
                        .server("alter role {user} set app.api_key = 'parked'"),
                Mutant.of(
                                "search-path-in-a-database",
                                "the role searches elsewhere in one database",
                                DATABASE)
                        .server(
                                "alter role {user} in database {database} set search_path ="
                                        + " public"),
                Mutant.of(
                                "settings-for-everybody",
                                "every role's large objects are everybody's",
                                SCHEMA)
                        .server("alter role all set lo_compat_privileges = on")
                        .caughtBy("H6"));
    }
}
