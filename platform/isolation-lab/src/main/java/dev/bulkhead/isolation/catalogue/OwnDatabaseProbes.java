package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.OWN_OWNER;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Expectation.rightful;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Control;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.SqlAttempt;
import java.util.List;

/** D: making objects in its own database and on the server. */
final class OwnDatabaseProbes {

    private static final String NO_CREATE =
            "Databases belong to the administrator, and CREATE on them is granted to nobody.";
    private static final String NO_POWERS =
            "Roles of services are neither superuser nor CREATEDB, CREATEROLE or REPLICATION, and"
                    + " members of nothing.";
    private static final String OWNER_ONLY =
            "CREATE on the schema is the owner's; the service runs as another role.";

    private OwnDatabaseProbes() {}

    static List<Probe> all() {
        return List.of(
                Probe.called("D1", "create a table in schema public")
                        .attempt(
                                SqlAttempt.of("create table public.bulkhead_planted ()")
                                        .withEffect(
                                                "select count(*) = 1 from pg_class where relname ="
                                                        + " 'bulkhead_planted'"))
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("42501"))
                        .why(
                                "Schema public stands in everybody's default search path. Up to"
                                        + " PostgreSQL 14 PUBLIC may create there, and upgraded"
                                        + " databases keep that.")
                        .remedy("revoke all on schema public from public")
                        .build(),
                own(
                                "D2",
                                "create a table in its own schema",
                                "create table {schema}.bulkhead_planted ()")
                        .build(),
                Probe.called("D3", "create a temporary table")
                        .attempt(SqlAttempt.of("create temp table bulkhead_planted ()"))
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("42501"))
                        .why(
                                "pg_temp is searched first: a temporary table stands in for the"
                                        + " real one in any function that does not pin its"
                                        + " search_path.")
                        .remedy("revoke temporary on database … from public")
                        .build(),
                Probe.called("D4", "create a schema")
                        .attempt(
                                SqlAttempt.of("create schema bulkhead_planted")
                                        .withEffect(
                                                "select count(*) = 1 from pg_namespace where"
                                                        + " nspname = 'bulkhead_planted'"))
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("42501"))
                        .why("Tables outside of the service's schema are in nobody's migrations.")
                        .remedy(NO_CREATE)
                        .build(),
                server("D5", "create a database")
                        // The template does not exist: whoever has the privilege is told so, and
                        // nothing is made.
                        .attempt(
                                SqlAttempt.of(
                                                "create database bulkhead_planted template"
                                                        + " bulkhead_nowhere")
                                        .outsideTransaction())
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("3D000"))
                        .build(),
                server("D6", "create a role")
                        .attempt(
                                SqlAttempt.of("create role bulkhead_planted")
                                        .withEffect(
                                                "select count(*) = 1 from pg_roles where rolname ="
                                                        + " 'bulkhead_planted'"))
                        .build(),
                Probe.called("D7", "install a trusted extension")
                        .attempt(
                                SqlAttempt.of("create extension pgcrypto")
                                        .where(
                                                "select count(*) > 0 from pg_available_extensions"
                                                        + " where name = 'pgcrypto'"))
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("42501"))
                        .why(
                                "CREATE on a database is enough for about twenty extensions, one of"
                                        + " them a programming language.")
                        .remedy(NO_CREATE)
                        .build(),
                server("D8", "install a programming language that is not trusted")
                        .attempt(
                                SqlAttempt.of(
                                        "create language bulkhead_planted handler"
                                                + " plpgsql_call_handler"))
                        .why(
                                "C and untrusted languages run as the server's own user, outside of"
                                        + " PostgreSQL's rules.")
                        .build(),
                Probe.called("D9", "run a block of code")
                        .sql("do 'begin perform 1; end'")
                        .unhardened("Y")
                        .everywhere(rightful())
                        .why(
                                "PL/pgSQL is trusted: a block may do what its caller may do, and"
                                        + " nothing else.")
                        .remedy(
                                "None needed; revoke USAGE on the language where loops in the"
                                        + " server are unwelcome.")
                        .build(),
                own(
                                "D10",
                                "create a function in its own schema",
                                "create function {schema}.bulkhead_planted() returns int language"
                                        + " sql return 1")
                        .build(),
                server("D11", "create an event trigger")
                        .attempt(
                                SqlAttempt.of(
                                        "create event trigger bulkhead_planted on ddl_command_end"
                                                + " execute function {schema}.bulkhead_nowhere()"))
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("42883"))
                        .why(
                                "It runs with the next statement of whoever changes the schema, the"
                                        + " administrator included.")
                        .build(),
                server("D12", "create a tablespace")
                        .attempt(
                                SqlAttempt.of(
                                                "create tablespace bulkhead_planted location"
                                                        + " '/nowhere/bulkhead'")
                                        .outsideTransaction("drop tablespace bulkhead_planted"))
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("58P01"))
                        .build(),
                Probe.called("D13", "publish its tables for replication")
                        .sql("create publication bulkhead_planted for table {bait}")
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("42501"))
                        .why("A publication needs CREATE on the database.")
                        .remedy(NO_CREATE)
                        .build(),
                server("D14", "subscribe to another server")
                        .attempt(
                                SqlAttempt.of(
                                        "create subscription bulkhead_planted connection"
                                            + " 'dbname=nowhere' publication nothing with (connect"
                                            + " = false)"))
                        .why(
                                "A subscription pulls rows in from wherever it is pointed, with the"
                                        + " server's address.")
                        .build(),
                server("D15", "create a physical replication slot")
                        .attempt(
                                SqlAttempt.of(
                                                "select"
                                                    + " pg_create_physical_replication_slot('bulkhead_planted',"
                                                    + " false, true)")
                                        .outsideTransaction(
                                                "select"
                                                    + " pg_drop_replication_slot('bulkhead_planted')"))
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("55000"))
                        .why(
                                "A slot that nobody reads keeps the write-ahead log until the disk"
                                        + " is full.")
                        .build(),
                server("D16", "create a logical replication slot")
                        .attempt(
                                SqlAttempt.of(
                                                "select"
                                                    + " pg_create_logical_replication_slot('bulkhead_planted',"
                                                    + " 'pgoutput', true)")
                                        .outsideTransaction(
                                                "select"
                                                    + " pg_drop_replication_slot('bulkhead_planted')"))
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("55000"))
                        .why("It decodes what every service of the database writes.")
                        .build(),
                server("D17", "publish all tables for replication")
                        .attempt(
                                SqlAttempt.of("create publication bulkhead_planted for all tables"))
                        .build(),
                Probe.called("D18", "create a large object")
                        .attempt(SqlAttempt.of("select lo_create(0)").obtaining())
                        .unhardened("Y")
                        .everywhere(limit())
                        .on(SERVER, rightful())
                        .why(
                                "PostgreSQL asks for no privilege and knows no quota: they fill the"
                                        + " disk that everybody shares.")
                        .remedy(
                                "Watch the size of pg_largeobject; a server of its own has a disk"
                                        + " of its own.")
                        .build(),
                server("D19", "define a foreign data wrapper")
                        .attempt(SqlAttempt.of("create foreign data wrapper bulkhead_planted"))
                        .build(),
                own(
                                "D20",
                                "create an operator in its own schema",
                                "create operator {schema}.=== (leftarg = int, rightarg = int,"
                                        + " function = int4eq)")
                        .build(),
                Probe.called("D21", "create a temporary function")
                        .sql(
                                "create function pg_temp.bulkhead_planted() returns int language"
                                        + " sql return 1")
                        .control(ADMINISTRATOR)
                        .everywhere(refused("42501"))
                        .why("As D3, with code instead of rows.")
                        .remedy("revoke temporary on database … from public")
                        .build(),
                Probe.called("D22", "leave a prepared transaction behind")
                        .attempt(
                                SqlAttempt.of(
                                                "select txid_current()",
                                                "prepare transaction 'bulkhead_planted'")
                                        .cleanedUpBy("rollback prepared 'bulkhead_planted'"))
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("55000"))
                        .everywhere(refused("55000"))
                        .why(
                                "A prepared transaction outlives its session with all its locks,"
                                        + " and holds back every vacuum. It is switched off for"
                                        + " everybody: max_prepared_transactions = 0.")
                        .remedy("Leave max_prepared_transactions at 0.")
                        .build());
    }

    /** The owner's right, and not the runtime user's. */
    private static ProbeBuilder own(String id, String title, String sql) {
        return Probe.called(id, title)
                .sql(sql)
                .control(OWN_OWNER)
                .unhardened("Y")
                .everywhere(refused("42501"), rightful())
                .why(
                        "A hole in the service must not become a change of its schema; migrations"
                                + " run as the owner.")
                .remedy(OWNER_ONLY);
    }

    /** A matter of the whole server. */
    private static ProbeBuilder server(String id, String title) {
        return Probe.called(id, title)
                .control(ADMINISTRATOR)
                .unhardened("42501")
                .everywhere(refused("42501"))
                .why("It concerns the server, and so everybody on it.")
                .remedy(NO_POWERS);
    }
}
