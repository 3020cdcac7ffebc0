package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.ATTACKER;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.notApplicable;
import static dev.bulkhead.isolation.probe.Expectation.nothing;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Expectation.rightful;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** I: signals between sessions, notifications, locks by number, and functions of the server. */
final class ServerFunctionProbes {

    private static final String CHANNEL = "bulkhead_probe";

    /** Any number will do that no service is likely to lock. */
    private static final long LOCK = 0x70726f6265L; // "probe"

    /** A notification that may arrive does so with the commit, but machines can be busy. */
    private static final int PATIENCE_MILLIS = 1000;

    private static final String PER_DATABASE =
            "Channels and advisory locks belong to a database, without any privilege on them: only"
                    + " a database of its own keeps others out. Trust no payload.";
    private static final String SUPERUSERS =
            "No service's role is superuser, or a member of pg_signal_backend or pg_checkpoint.";

    private ServerFunctionProbes() {}

    static List<Probe> all() {
        return List.of(
                perDatabase("I1", "listen to what the victim is told")
                        .attempt(
                                "listen on a channel, while the victim notifies it",
                                ServerFunctionProbes::overhear)
                        .control(Control.by(VICTIMS_USER, ServerFunctionProbes::overhear))
                        .build(),
                perDatabase("I2", "send the victim a forged notification")
                        .attempt(
                                "notify a channel, while the victim listens to it",
                                ServerFunctionProbes::forge)
                        .control(Control.by(VICTIMS_USER, ServerFunctionProbes::forge))
                        .build(),
                perDatabase("I3", "hold an advisory lock that the victim needs")
                        .attempt(
                                "take an advisory lock, and see whether the victim still gets it",
                                ServerFunctionProbes::collide)
                        .control(Control.by(VICTIMS_USER, ServerFunctionProbes::collide))
                        .build(),
                signal("I4", "end the victim's session", "select pg_terminate_backend(%d)").build(),
                signal("I5", "cancel the victim's statement", "select pg_cancel_backend(%d)")
                        .build(),
                server(
                                "I6",
                                "have the server read its configuration again",
                                "select pg_reload_conf()")
                        .build(),
                server("I7", "force a checkpoint", "checkpoint")
                        .why(
                                "Writes all that is dirty at once: a stall for everybody, as often"
                                        + " as one likes.")
                        .build(),
                server("I8", "switch to the next write-ahead log file", "select pg_switch_wal()")
                        .build(),
                server(
                                "I9",
                                "have a session's memory logged",
                                "select pg_log_backend_memory_contexts(pg_backend_pid())")
                        .build(),
                Probe.called("I10", "write to the server's log")
                        .sql("do 'begin raise log ''bulkhead: a probe was here''; end'")
                        .unhardened("Y")
                        .everywhere(limit())
                        .on(SERVER, rightful())
                        .why(
                                "RAISE LOG needs no privilege: a loop of it fills the disk and"
                                        + " buries what matters.")
                        .remedy(
                                "Rotate the log by size, or send it elsewhere; a server of its own"
                                        + " has a log of its own.")
                        .build(),
                Probe.called("I11", "read the victim's temporary table")
                        .againstVictim()
                        .sql("select count(*) from pg_temp_3.bulkhead_bait")
                        .unhardened("42501")
                        .everywhere(notApplicable())
                        .why(
                                "The victim's user may create no temporary table (D3), so there is"
                                    + " none to read. Where there is one, PostgreSQL refuses with"
                                    + " 42501.")
                        .remedy("None needed.")
                        .build(),
                Probe.called("I12", "end the administrator's session")
                        .attempt(
                                "pg_terminate_backend of a session of the administrator",
                                ServerFunctionProbes::endAdministrator)
                        .control(Control.by(ADMINISTRATOR, ServerFunctionProbes::endAdministrator))
                        .everywhere(refused("42501"))
                        .why("Backups and provisioning are sessions of the administrator.")
                        .remedy(SUPERUSERS)
                        .build(),
                server("I13", "rotate the server's log", "select pg_rotate_logfile()").build(),
                Probe.called("I14", "promote the server")
                        .sql("select pg_promote(false)")
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("55000"))
                        .everywhere(refused("42501"))
                        .why("On a standby it would make a second primary.")
                        .remedy(SUPERUSERS)
                        .build(),
                Probe.called("I15", "set a restore point")
                        .sql("select pg_create_restore_point('bulkhead_probe')")
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("55000"))
                        .everywhere(refused("42501"))
                        .why("It would confuse whoever restores to a name.")
                        .remedy(SUPERUSERS)
                        .build());
    }

    private static ProbeBuilder perDatabase(String id, String title) {
        return Probe.called(id, title)
                .againstVictim()
                .unhardened("Y")
                .everywhere(nothing())
                .on(PREFIX, open())
                .on(SCHEMA, limit())
                .why(
                        "Everybody in a database may listen, notify and lock, whatever the name or"
                                + " number.")
                .remedy(PER_DATABASE);
    }

    private static ProbeBuilder signal(String id, String title, String call) {
        return Probe.called(id, title)
                .againstVictim()
                .attempt(
                        call.formatted(0).replace("0", "<a session of the victim>"),
                        (doer, stage) -> againstSession(doer, stage, call))
                .control(
                        Control.by(
                                VICTIMS_USER, (doer, stage) -> againstSession(doer, stage, call)))
                .unhardened("Y")
                .everywhere(refused("42501"))
                // The owner is another role than the user whose session it is.
                .on(PREFIX, open(), refused("42501"))
                // The same number is another process there, if any.
                .on(SERVER, notApplicable())
                .why("A role may end its own sessions, and those of roles that it is a member of.")
                .remedy(SUPERUSERS);
    }

    private static ProbeBuilder server(String id, String title, String sql) {
        return Probe.called(id, title)
                .sql(sql)
                .control(ADMINISTRATOR)
                .unhardened("42501")
                .everywhere(refused("42501"))
                .why("It concerns everybody on the server.")
                .remedy(SUPERUSERS);
    }

    private static Place placeOf(Doer doer) {
        return doer == ATTACKER ? Place.OWN : Place.VICTIMS;
    }

    private static Outcome overhear(Doer doer, Stage stage) throws SQLException {
        return message(doer, placeOf(doer), VICTIMS_USER, Place.VICTIMS, stage);
    }

    private static Outcome forge(Doer doer, Stage stage) throws SQLException {
        return message(VICTIMS_USER, Place.VICTIMS, doer, placeOf(doer), stage);
    }

    private static Outcome message(Doer listener, Place where, Doer sender, Place from, Stage stage)
            throws SQLException {
        var tried = "listen %s, against notify %s".formatted(CHANNEL, CHANNEL);
        var listening = stage.second(listener, where);
        var sending = stage.session(sender, from);
        try {
            execute(listening, "listen " + CHANNEL);
            listening.commit();
            execute(sending, "notify %s, 'secret'".formatted(CHANNEL));
            sending.commit();
            var patience = stage.database(where).equals(stage.database(from)) ? PATIENCE_MILLIS : 1;
            var heard = listening.unwrap(PGConnection.class).getNotifications(patience);
            return heard != null && heard.length > 0
                    ? Outcome.worked("heard: " + heard[0].getParameter(), tried)
                    : Outcome.nothing("nothing was heard", tried);
        } finally {
            execute(listening, "unlisten *");
            listening.commit();
        }
    }

    private static Outcome collide(Doer doer, Stage stage) throws SQLException {
        var tried =
                "select pg_advisory_xact_lock(%d), while the victim tries the same".formatted(LOCK);
        var holding = stage.session(doer, placeOf(doer));
        var needing = stage.second(VICTIMS_USER, Place.VICTIMS);
        try (var statement = needing.createStatement()) {
            execute(holding, "select pg_advisory_xact_lock(%d)".formatted(LOCK));
            try (var rows =
                    statement.executeQuery(
                            "select pg_try_advisory_xact_lock(%d)".formatted(LOCK))) {
                rows.next();
                return rows.getBoolean(1)
                        ? Outcome.nothing("the victim got its lock", tried)
                        : Outcome.worked("the victim did not get its lock", tried);
            }
        } finally {
            holding.rollback();
            needing.rollback();
        }
    }

    private static Outcome againstSession(Doer doer, Stage stage, String call) throws SQLException {
        var target = stage.second(VICTIMS_USER, Place.VICTIMS);
        return closedIfWorked(
                target,
                SqlAttempt.of(call.formatted(pid(target)))
                        .in(placeOf(doer))
                        .obtaining()
                        .by(doer, stage));
    }

    private static Outcome endAdministrator(Doer doer, Stage stage) throws SQLException {
        var target = stage.second(ADMINISTRATOR, Place.OWN);
        return closedIfWorked(
                target,
                SqlAttempt.of("select pg_terminate_backend(%d)".formatted(pid(target)))
                        .obtaining()
                        .by(doer, stage));
    }

    private static Outcome closedIfWorked(Connection target, Outcome outcome) throws SQLException {
        if (outcome.kind() == Outcome.Kind.WORKED) {
            target.close();
        }
        return outcome;
    }

    private static long pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
