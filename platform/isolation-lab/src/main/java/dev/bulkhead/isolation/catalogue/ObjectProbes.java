package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_OWNER;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.notApplicable;
import static dev.bulkhead.isolation.probe.Expectation.nothing;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Place.VICTIMS;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;

import dev.bulkhead.isolation.probe.Control;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.SqlAttempt;
import java.util.List;

/** B: the victim's tables, views, sequences and functions, and what the catalogues tell of them. */
final class ObjectProbes {

    private static final String OWN_SCHEMA =
            "No USAGE on another service's schema and no privilege on its objects; a database of"
                    + " its own keeps the attacker out altogether.";
    private static final String OWNER_APART =
            "Objects belong to an owner role that the service does not run as, and that no other"
                    + " role is a member of.";
    private static final String OWN_DATABASE =
            "Only a database of its own hides it: PostgreSQL's catalogues are readable by everybody"
                    + " who is in the database.";

    private ObjectProbes() {}

    static List<Probe> all() {
        return List.of(
                rows(
                                "B1",
                                "read the victim's rows",
                                SqlAttempt.of("select count(*) from {victim.table}").obtaining())
                        .why("The plainest breach: one service reads what another keeps.")
                        .build(),
                rows(
                                "B2",
                                "add rows to the victim's tables",
                                SqlAttempt.of(
                                        "insert into {victim.table} ({column}) select null where"
                                                + " false"))
                        .why(
                                "Forged rows look like the victim's own work. The statement adds"
                                        + " none, but needs the privilege.")
                        .build(),
                rows(
                                "B3",
                                "change the victim's rows",
                                SqlAttempt.of(
                                        "update {victim.table} set {column} = {column} where"
                                                + " false"))
                        .why("It needs the privilege, although it matches no row.")
                        .build(),
                rows(
                                "B4",
                                "delete the victim's rows",
                                SqlAttempt.of("delete from {victim.table} where false"))
                        .why("It needs the privilege, although it matches no row.")
                        .build(),
                ddl("B5", "empty the victim's tables", SqlAttempt.of("truncate {victim.table}"))
                        .unhardened("Y")
                        .why(
                                "TRUNCATE asks neither policies nor row triggers, so not even the"
                                        + " victim's own user has it.")
                        .remedy(
                                "Grant the runtime user SELECT, INSERT, UPDATE and DELETE, never"
                                        + " ALL.")
                        .build(),
                rows(
                                "B6",
                                "copy the victim's rows out",
                                SqlAttempt.of("copy {victim.table} to stdout"))
                        .why("What pg_dump does with the credentials it was given.")
                        .build(),
                rows(
                                "B7",
                                "copy rows into the victim's tables",
                                SqlAttempt.of("copy {victim.table} ({column}) from stdin"))
                        .why("Needs the same privilege as INSERT.")
                        .build(),
                rows(
                                "B8",
                                "read the victim's view",
                                SqlAttempt.of("select secret from {victim.view} limit 1")
                                        .obtaining())
                        .why(
                                "A view in the service's own schema is no contract; only those in"
                                        + " its published schema are.")
                        .build(),
                rows(
                                "B9",
                                "call the victim's function",
                                SqlAttempt.of("select {victim.function}()").obtaining())
                        .why(
                                "PostgreSQL lets PUBLIC execute every new function, unless default"
                                        + " privileges say otherwise.")
                        .remedy(
                                "Alter the owner's default privileges globally: the form IN SCHEMA"
                                        + " takes nothing from PUBLIC.")
                        .build(),
                rows(
                                "B10",
                                "draw from the victim's sequence",
                                SqlAttempt.of("select nextval('{victim.sequence}')").obtaining())
                        .why("It leaves gaps at best and runs an integer key out at worst.")
                        .build(),
                rows(
                                "B11",
                                "lock the victim's table",
                                SqlAttempt.of(
                                        "lock table {victim.table} in access exclusive mode"
                                                + " nowait"))
                        .why(
                                "Whoever may write rows may lock the table against everybody, for"
                                        + " as long as its transaction lasts.")
                        .build(),
                ddl(
                                "B12",
                                "drop the victim's table",
                                SqlAttempt.of("drop table {victim.table} cascade"))
                        .build(),
                ddl(
                                "B13",
                                "add a column to the victim's table",
                                SqlAttempt.of("alter table {victim.table} add column planted text"))
                        .build(),
                ddl(
                                "B14",
                                "create a table in the victim's schema",
                                SqlAttempt.of("create table {victim.schema}.bulkhead_planted ()")
                                        .withEffect(
                                                "select count(*) = 1 from pg_class where relname ="
                                                        + " 'bulkhead_planted'"))
                        .why(
                                "Whoever creates in a schema that stands in another's search path"
                                        + " can put things in the way of its statements.")
                        .build(),
                ddl(
                                "B15",
                                "index the victim's table",
                                SqlAttempt.of(
                                        "create index bulkhead_planted on {victim.table}"
                                                + " ({column})"))
                        .why(
                                "An index with an expression runs the attacker's function at every"
                                        + " write of the victim.")
                        .build(),
                ddl(
                                "B16",
                                "put a trigger on the victim's table",
                                SqlAttempt.of(
                                        "create trigger bulkhead_planted before update on"
                                                + " {victim.table} execute function"
                                                + " suppress_redundant_updates_trigger()"))
                        .attempt(
                                SqlAttempt.of(
                                        "create trigger bulkhead_planted before update on"
                                                + " {victim.table} for each row execute function"
                                                + " suppress_redundant_updates_trigger()"))
                        .why("A trigger's function runs as whoever writes, so as the victim.")
                        .build(),
                ddl(
                                "B17",
                                "learn of the victim's rows through a foreign key",
                                SqlAttempt.of(
                                        "create table {schema}.bulkhead_planted (id integer"
                                                + " references {victim.bait})"))
                        .control(
                                Control.by(
                                        VICTIMS_OWNER,
                                        SqlAttempt.of(
                                                        "create table"
                                                            + " {victim.schema}.bulkhead_planted"
                                                            + " (id integer references"
                                                            + " {victim.bait})")
                                                .in(VICTIMS)))
                        .why(
                                "A foreign key tells which ids exist, one insert after the other,"
                                        + " and keeps the victim from deleting.")
                        // a guest has no schema of its own there
                        .toGuest(refused("3F000"))
                        .build(),
                Probe.called("B18", "create a schema in the victim's database")
                        .in(VICTIMS)
                        .attempt(
                                SqlAttempt.of("create schema bulkhead_planted")
                                        .withEffect(
                                                "select count(*) = 1 from pg_namespace where"
                                                        + " nspname = 'bulkhead_planted'"))
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .on(PREFIX, refused("42501"))
                        .on(SCHEMA, refused("42501"))
                        .why("A schema of its own is where an attacker would keep what it plants.")
                        .remedy(
                                "Databases belong to the administrator, and nobody is granted"
                                        + " CREATE on them.")
                        .build(),
                Probe.called("B19", "drop all that the victim owns")
                        .in(VICTIMS)
                        .sql("drop owned by {victim.owner} cascade")
                        // a warning says that grants by others stay
                        .control(Control.by(VICTIMS_OWNER).orRefusedWith("01006"))
                        .unhardened("Y")
                        // On prefix the owner is everybody's: it would lock every table of a live
                        // platform.
                        .on(PREFIX, notApplicable())
                        .on(SCHEMA, refused("42501"))
                        .why("One statement ends a service, for whoever may act as its owner.")
                        .remedy(OWNER_APART)
                        .build(),
                Probe.called("B20", "have itself granted what the victim will create")
                        .in(VICTIMS)
                        .sql(
                                "alter default privileges for role {victim.owner} grant select on"
                                        + " tables to {doer}")
                        .control(VICTIMS_OWNER)
                        .unhardened("Y")
                        .on(PREFIX, refused("42501"), open())
                        .on(SCHEMA, refused("42501"))
                        .why(
                                "A hole that opens with the next migration, long after anybody"
                                        + " looked.")
                        .remedy(OWNER_APART)
                        .build(),
                catalogue(
                                "B21",
                                "see the victim's columns",
                                "select string_agg(attname, ', ') from pg_attribute a join pg_class"
                                        + " c on c.oid = a.attrelid join pg_namespace n on n.oid ="
                                        + " c.relnamespace where relname = {victim.table_name'} and"
                                        + " nspname = {victim.schema'} and attnum > 0")
                        .build(),
                catalogue(
                                "B22",
                                "read the source of the victim's functions",
                                "select prosrc from pg_proc p join pg_namespace n on n.oid ="
                                    + " p.pronamespace where nspname = {victim.schema'} and proname"
                                    + " = {victim.prefix'} || 'bulkhead_bait_unpinned'")
                        .why(
                                "Business rules, and whatever was written into them; a constant in"
                                        + " a function is no secret.")
                        .build(),
                catalogue(
                                "B23",
                                "read the comments on the victim's tables",
                                "select description from pg_description d join pg_class c on c.oid"
                                    + " = d.objoid and d.classoid = 'pg_class'::regclass join"
                                    + " pg_namespace n on n.oid = c.relnamespace where relname ="
                                    + " {victim.table_name'} and nspname = {victim.schema'}")
                        .build(),
                catalogue(
                                "B24",
                                "see the victim's constraints",
                                "select conname from pg_constraint k join pg_class c on c.oid ="
                                    + " k.conrelid join pg_namespace n on n.oid = c.relnamespace"
                                    + " where relname = {victim.table_name'} and nspname ="
                                    + " {victim.schema'} limit 1")
                        .build(),
                catalogue(
                                "B25",
                                "see how many rows the victim has",
                                "select reltuples from pg_class c join pg_namespace n on n.oid ="
                                        + " c.relnamespace where relname = {victim.table_name'} and"
                                        + " nspname = {victim.schema'} and reltuples > 0")
                        .why("Orders per day are a business secret, and this is a query a minute.")
                        .build(),
                Probe.called("B26", "read values from the victim's statistics")
                        .in(VICTIMS)
                        .attempt(
                                SqlAttempt.of(
                                                "select most_common_vals::text from pg_stats where"
                                                    + " schemaname = {victim.schema'} and tablename"
                                                    + " = {victim.table_name'} and attname ="
                                                    + " 'secret'")
                                        .obtaining())
                        .control(VICTIMS_OWNER)
                        .unhardened("Y")
                        .on(PREFIX, open())
                        .on(SCHEMA, nothing())
                        .why(
                                "ANALYZE keeps the most common values of each column; the view"
                                        + " shows them only to who may read the column.")
                        .remedy("Grant nothing on pg_statistic, and no pg_read_all_stats.")
                        .build(),
                catalogue(
                                "B27",
                                "see how busy the victim's tables are",
                                "select n_tup_ins from pg_stat_all_tables where relname ="
                                        + " {victim.table_name'} and schemaname = {victim.schema'}")
                        .build(),
                catalogue(
                                "B28",
                                "read the definition of the victim's view",
                                "select pg_get_viewdef(c.oid) from pg_class c join pg_namespace n"
                                    + " on n.oid = c.relnamespace where relname = {victim.prefix'}"
                                    + " || 'bulkhead_bait_view' and nspname = {victim.schema'}")
                        .build(),
                Probe.called("B29", "see how far the victim's sequence has come")
                        .in(VICTIMS)
                        .attempt(
                                SqlAttempt.of("select last_value, is_called from {victim.sequence}")
                                        .obtaining())
                        .control(VICTIMS_OWNER)
                        .on(PREFIX, refused("42501"), open())
                        .on(SCHEMA, refused("42501"))
                        .why(
                                "Numbers drawn in order tell how much business is done. The runtime"
                                        + " user is granted USAGE only, so not even it may look.")
                        .remedy(
                                "Grant USAGE on sequences, not SELECT; or hand out ids that do not"
                                        + " count.")
                        .build(),
                ddl(
                                "B30",
                                "put a rule on the victim's table",
                                SqlAttempt.of(
                                        "create rule bulkhead_planted as on delete to"
                                                + " {victim.table} do instead nothing"))
                        .build(),
                ddl(
                                "B31",
                                "take the victim's table",
                                SqlAttempt.of("alter table {victim.table} owner to {doer}"))
                        .build(),
                ddl(
                                "B32",
                                "grant itself the victim's table",
                                SqlAttempt.of("grant select on {victim.table} to {doer}"))
                        .on(PREFIX, refused("01007"), open())
                        .why(
                                "On prefix the user holds privileges on the table, but none to pass"
                                        + " on: a warning, and nothing is granted.")
                        .build(),
                ddl(
                                "B33",
                                "change the comment on the victim's table",
                                SqlAttempt.of("comment on table {victim.table} is 'planted'"))
                        .build(),
                ddl(
                                "B34",
                                "keep statistics on the victim's table",
                                SqlAttempt.of(
                                        "create statistics {schema}.bulkhead_planted on id, secret"
                                                + " from {victim.bait}"))
                        .control(
                                Control.by(
                                        VICTIMS_OWNER,
                                        SqlAttempt.of(
                                                        "create statistics"
                                                            + " {victim.schema}.bulkhead_planted on"
                                                            + " id, secret from {victim.bait}")
                                                .in(VICTIMS)))
                        .why("Extended statistics hold values of the columns that they combine.")
                        .build(),
                ddl(
                                "B35",
                                "put a policy on the victim's table",
                                SqlAttempt.of(
                                        "create policy bulkhead_planted on {victim.table} using"
                                                + " (true)"))
                        .build(),
                ddl(
                                "B36",
                                "inherit from the victim's table",
                                SqlAttempt.of(
                                        "create table {schema}.bulkhead_planted () inherits"
                                                + " ({victim.bait})"))
                        .control(
                                Control.by(
                                        VICTIMS_OWNER,
                                        SqlAttempt.of(
                                                        "create table"
                                                            + " {victim.schema}.bulkhead_planted ()"
                                                            + " inherits ({victim.bait})")
                                                .in(VICTIMS)))
                        .why("Rows of a child show up in what the victim reads from the parent.")
                        // a guest has no schema of its own there
                        .toGuest(refused("3F000"))
                        .build());
    }

    private static ProbeBuilder rows(String id, String title, SqlAttempt attempt) {
        return Probe.called(id, title)
                .in(VICTIMS)
                .attempt(attempt)
                .control(VICTIMS_USER)
                .unhardened("Y")
                .on(PREFIX, open())
                .on(SCHEMA, refused("42501"))
                .remedy(OWN_SCHEMA);
    }

    private static ProbeBuilder ddl(String id, String title, SqlAttempt attempt) {
        return Probe.called(id, title)
                .in(VICTIMS)
                .attempt(attempt)
                .control(VICTIMS_OWNER)
                .unhardened("Y")
                .on(PREFIX, refused("42501"), open())
                .on(SCHEMA, refused("42501"))
                .why("Only who owns a table may change what it is.")
                .remedy(OWNER_APART);
    }

    private static ProbeBuilder catalogue(String id, String title, String query) {
        return Probe.called(id, title)
                .in(VICTIMS)
                .attempt(SqlAttempt.of(query).obtaining())
                .control(VICTIMS_USER)
                .unhardened("Y")
                .on(PREFIX, open())
                .on(SCHEMA, limit())
                .why("The catalogues describe every object of the database to everybody in it.")
                .remedy(OWN_DATABASE);
    }
}
