package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.notApplicable;
import static dev.bulkhead.isolation.probe.Expectation.nothing;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Expectation.rightful;
import static dev.bulkhead.isolation.probe.Place.VICTIMS;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Control;
import dev.bulkhead.isolation.probe.Doer;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Place;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.SqlAttempt;
import dev.bulkhead.isolation.probe.Stage;
import java.sql.SQLException;
import java.util.List;

/** F: what can be seen of others without touching them. */
final class VisibilityProbes {

    private static final String OWN_SERVER =
            "Only a server of its own hides it: these catalogues and views are the server's, not a"
                    + " database's. Keep secrets out of names, comments and settings.";
    private static final String NO_MONITORING =
            "Roles of services are members of nothing, above all not of pg_monitor.";
    private static final String STATEMENTS =
            "select count(*) = 1 from pg_extension where extname = 'pg_stat_statements'";

    private VisibilityProbes() {}

    static List<Probe> all() {
        return List.of(
                seen(
                                "F1",
                                "see the victim's database",
                                "select datname from pg_database where datname ="
                                        + " {victim.database'}")
                        .on(PREFIX, notApplicable())
                        .on(SCHEMA, notApplicable())
                        .unhardened("–")
                        .build(),
                seen(
                                "F2",
                                "see the victim's roles",
                                "select rolname from pg_roles where rolname = {victim.user'}")
                        .build(),
                seen(
                                "F3",
                                "read settings stored for the victim",
                                "select array_to_string(rolconfig, ', ') from pg_roles where"
                                        + " rolname = {victim.user'}")
                        .why(
                                "pg_roles shows the settings of every role to everybody; a key"
                                        + " parked there is published.")
                        .build(),
                admin("F4", "read password verifiers", "select count(rolpassword) from pg_authid")
                        .build(),
                admin(
                                "F5",
                                "read password verifiers through a view",
                                "select count(passwd) from pg_shadow")
                        .build(),
                Probe.called("F6", "read the victim's running statement")
                        .againstVictim()
                        .attempt(
                                "select query from pg_stat_activity, while the victim runs a"
                                        + " statement with a secret in it",
                                (doer, stage) ->
                                        whileVictimWorks(
                                                doer,
                                                stage,
                                                "select query from pg_stat_activity where pid = %d"
                                                        + " and query like '%%bulkhead_secret%%'"))
                        .control(
                                Control.by(
                                        VICTIMS_USER,
                                        (doer, stage) ->
                                                whileVictimWorks(
                                                        doer,
                                                        stage,
                                                        "select query from pg_stat_activity where"
                                                                + " pid = %d and query like"
                                                                + " '%%bulkhead_secret%%'")))
                        .unhardened("Y")
                        .everywhere(nothing())
                        .on(PREFIX, open(), nothing())
                        .why(
                                "The view shows the text of a statement to its own role only: that"
                                        + " shields a service from the others, and on prefix nobody"
                                        + " from anybody. The owner is another role.")
                        .remedy(NO_MONITORING)
                        .build(),
                Probe.called("F7", "see the victim's sessions")
                        .againstVictim()
                        .attempt(
                                "select usename from pg_stat_activity, while the victim is"
                                        + " connected",
                                (doer, stage) ->
                                        whileVictimWorks(
                                                doer,
                                                stage,
                                                "select usename from pg_stat_activity where pid ="
                                                        + " %d and usename = {victim.user'}"))
                        .control(
                                Control.by(
                                        VICTIMS_USER,
                                        (doer, stage) ->
                                                whileVictimWorks(
                                                        doer,
                                                        stage,
                                                        "select usename from pg_stat_activity where"
                                                                + " pid = %d and usename ="
                                                                + " {victim.user'}")))
                        .unhardened("Y")
                        .everywhere(limit())
                        .on(PREFIX, open())
                        .on(SERVER, nothing())
                        .why(
                                "Who is connected, since when, to what, and whether it works: a"
                                        + " service's load by the second.")
                        .remedy(OWN_SERVER)
                        .build(),
                extension(
                                "F8",
                                "read the victim's past statements",
                                "select query from pg_stat_statements s join pg_roles r on r.oid ="
                                        + " s.userid where rolname = {victim.user'} and query <>"
                                        + " '<insufficient privilege>'")
                        .everywhere(nothing())
                        .on(PREFIX, open())
                        .build(),
                extension(
                                "F9",
                                "count the victim's past statements",
                                "select calls from pg_stat_statements s join pg_roles r on r.oid ="
                                        + " s.userid where rolname = {victim.user'}")
                        .everywhere(limit())
                        .on(PREFIX, open())
                        .on(SERVER, nothing())
                        .build(),
                extension(
                                "F10",
                                "forget everybody's past statements",
                                "select pg_stat_statements_reset()")
                        .everywhere(refused("42501"))
                        .build(),
                Probe.called("F11", "see the victim's locks")
                        .againstVictim()
                        .attempt(
                                "select mode from pg_locks, while the victim is in a transaction",
                                (doer, stage) ->
                                        whileVictimWorks(
                                                doer,
                                                stage,
                                                "select mode from pg_locks where pid = %d and"
                                                        + " locktype = 'relation' limit 1"))
                        .control(
                                Control.by(
                                        VICTIMS_USER,
                                        (doer, stage) ->
                                                whileVictimWorks(
                                                        doer,
                                                        stage,
                                                        "select mode from pg_locks where pid = %d"
                                                                + " and locktype = 'relation' limit"
                                                                + " 1")))
                        .unhardened("Y")
                        .everywhere(limit())
                        .on(PREFIX, open())
                        .on(SERVER, nothing())
                        .why("pg_locks lists the locks of all databases, by number if not by name.")
                        .remedy(OWN_SERVER)
                        .build(),
                Probe.called("F12", "see how large the victim's database is")
                        .againstVictim()
                        .attempt(
                                SqlAttempt.of("select pg_database_size({victim.database'})")
                                        .obtaining())
                        .control(VICTIMS_USER, VICTIMS)
                        .unhardened("Y")
                        .everywhere(refused("42501"))
                        .on(PREFIX, open())
                        .on(SCHEMA, limit())
                        .on(SERVER, refused("3D000"))
                        .why(
                                "It needs CONNECT on the database, so where one is shared everybody"
                                        + " sees the sum.")
                        .remedy("Revoke CONNECT from PUBLIC.")
                        .toGuest(limit())
                        .build(),
                admin("F13", "see where pg_hba.conf lies", "select current_setting('hba_file')")
                        .build(),
                admin("F14", "see where the data lie", "select current_setting('data_directory')")
                        .build(),
                admin(
                                "F15",
                                "read the rules of pg_hba.conf",
                                "select count(*) from pg_hba_file_rules")
                        .build(),
                seen(
                                "F16",
                                "see how busy the victim's database is",
                                "select xact_commit from pg_stat_database where datname ="
                                        + " {victim.database'}")
                        .build(),
                seen(
                                "F17",
                                "see who may connect to the victim's database",
                                "select array_to_string(datacl, ', ') from pg_database where"
                                        + " datname = {victim.database'}")
                        .build(),
                admin(
                                "F18",
                                "read where others subscribe",
                                "select count(subconninfo) from pg_subscription")
                        .build(),
                Probe.called("F19", "read comments on the victim's role")
                        .againstVictim()
                        .attempt(
                                "select from pg_shdescription, after the administrator commented on"
                                        + " {victim.user}",
                                VisibilityProbes::comment)
                        .control(Control.by(VICTIMS_USER, VisibilityProbes::comment))
                        .unhardened("Y")
                        .everywhere(limit())
                        .on(PREFIX, open())
                        .on(SERVER, nothing())
                        .why("Comments on roles and databases are shared by all databases.")
                        .remedy(OWN_SERVER)
                        .build(),
                Probe.called("F20", "read the server's settings")
                        .attempt(
                                SqlAttempt.of(
                                                "select setting from pg_settings where name ="
                                                        + " 'max_connections'")
                                        .obtaining())
                        .everywhere(rightful())
                        .why(
                                "A service may know what it runs on; what concerns security is left"
                                        + " out of the view.")
                        .remedy("None needed.")
                        .build(),
                seen(
                                "F21",
                                "see how much the victim writes",
                                "select tup_inserted + tup_updated + tup_deleted from"
                                        + " pg_stat_database where datname = {victim.database'}")
                        .build(),
                admin("F22", "list the write-ahead log", "select count(*) from pg_ls_waldir()")
                        .build(),
                admin(
                                "F23",
                                "see the name of the server's log",
                                "select coalesce(pg_current_logfile(), '-')")
                        .build(),
                admin(
                                "F24",
                                "reset the statistics of its database",
                                "select pg_stat_reset() is not null")
                        .why("Autovacuum goes by these numbers; without them bloat grows unseen.")
                        .build(),
                Probe.called("F25", "see from where the victim connects")
                        .againstVictim()
                        .attempt(
                                "select client_addr from pg_stat_activity, while the victim is"
                                        + " connected",
                                (doer, stage) ->
                                        whileVictimWorks(
                                                doer,
                                                stage,
                                                "select client_addr from pg_stat_activity where pid"
                                                        + " = %d and usename = {victim.user'} and"
                                                        + " client_addr is not null"))
                        .control(
                                Control.by(
                                        VICTIMS_USER,
                                        (doer, stage) ->
                                                whileVictimWorks(
                                                        doer,
                                                        stage,
                                                        "select client_addr from pg_stat_activity"
                                                            + " where pid = %d and usename ="
                                                            + " {victim.user'} and client_addr is"
                                                            + " not null")))
                        .everywhere(nothing())
                        .on(PREFIX, open(), nothing())
                        .why("Address and application name are shown to the same role only.")
                        .remedy(NO_MONITORING)
                        .build());
    }

    private static ProbeBuilder seen(String id, String title, String query) {
        return Probe.called(id, title)
                .againstVictim()
                .attempt(SqlAttempt.of(query).obtaining())
                .control(VICTIMS_USER, VICTIMS)
                .unhardened("Y")
                .everywhere(limit())
                .on(PREFIX, open())
                .on(SERVER, nothing())
                .why(
                        "Roles, databases, their settings and counters are shared by all databases"
                                + " of a server.")
                .remedy(OWN_SERVER);
    }

    private static ProbeBuilder admin(String id, String title, String query) {
        return Probe.called(id, title)
                .sql(query)
                .control(ADMINISTRATOR)
                .unhardened("42501")
                .everywhere(refused("42501"))
                .why("Reserved to superusers and to whom they grant it.")
                .remedy(NO_MONITORING);
    }

    private static ProbeBuilder extension(String id, String title, String query) {
        return Probe.called(id, title)
                .againstVictim()
                .attempt(SqlAttempt.of(query).where(STATEMENTS).obtaining())
                .control(VICTIMS_USER, VICTIMS)
                .why(
                        "Only where pg_stat_statements is in a database that the service reaches;"
                                + " Bulkhead puts it into the administrator's, where no service may"
                                + " connect.")
                .remedy(NO_MONITORING);
    }

    /** The victim is in a transaction, having read its table, while somebody looks. */
    private static Outcome whileVictimWorks(Doer doer, Stage stage, String query)
            throws SQLException {
        var victim = stage.second(VICTIMS_USER, Place.VICTIMS);
        try (var work = victim.createStatement()) {
            long pid;
            try (var rows =
                    work.executeQuery(
                            stage.fill(
                                    VICTIMS_USER,
                                    "select pg_backend_pid() /* bulkhead_secret */ from"
                                            + " {victim.bait}"))) {
                rows.next();
                pid = rows.getLong(1);
            }
            var place = doer == VICTIMS_USER ? Place.VICTIMS : Place.OWN;
            return SqlAttempt.of(query.formatted(pid)).in(place).obtaining().by(doer, stage);
        } finally {
            victim.rollback();
        }
    }

    private static Outcome comment(Doer doer, Stage stage) throws SQLException {
        var administrator = stage.session(ADMINISTRATOR, Place.VICTIMS);
        var role = stage.fill(ADMINISTRATOR, "{victim.user}");
        try (var statement = administrator.createStatement()) {
            var before = "null";
            try (var rows =
                    statement.executeQuery(
                            stage.fill(
                                    ADMINISTRATOR,
                                    "select quote_nullable(shobj_description(oid, 'pg_authid'))"
                                            + " from pg_roles where rolname = {victim.user'}"))) {
                rows.next();
                before = rows.getString(1);
            }
            statement.execute("comment on role %s is 'bulkhead_secret'".formatted(role));
            administrator.commit();
            try {
                return SqlAttempt.of(
                                "select description from pg_shdescription where description ="
                                        + " 'bulkhead_secret'")
                        .in(doer == VICTIMS_USER ? Place.VICTIMS : Place.OWN)
                        .obtaining()
                        .by(doer, stage);
            } finally {
                statement.execute("comment on role %s is %s".formatted(role, before));
                administrator.commit();
            }
        }
    }
}
