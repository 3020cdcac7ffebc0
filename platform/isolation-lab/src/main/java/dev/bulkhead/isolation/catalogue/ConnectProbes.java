package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.ATTACKER;
import static dev.bulkhead.isolation.probe.Doer.OWN_USER;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.nothing;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Expectation.refusedAtConnect;
import static dev.bulkhead.isolation.probe.Expectation.rightful;
import static dev.bulkhead.isolation.probe.Place.OWN;
import static dev.bulkhead.isolation.probe.Place.POSTGRES;
import static dev.bulkhead.isolation.probe.Place.TEMPLATE0;
import static dev.bulkhead.isolation.probe.Place.TEMPLATE1;
import static dev.bulkhead.isolation.probe.Place.VICTIMS;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.isolation.probe.Control;
import dev.bulkhead.isolation.probe.Doer;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Place;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.RefusedAtConnect;
import dev.bulkhead.isolation.probe.SqlAttempt;
import dev.bulkhead.isolation.probe.Stage;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A: getting in. */
final class ConnectProbes {

    private static final String BIND =
            "Revoke CONNECT from PUBLIC, and bind each role to its own database in pg_hba.conf.";
    private static final String CHECK_PASSWORDS =
            "No line of pg_hba.conf may say trust; scram-sha-256 with a random password per role.";

    private ConnectProbes() {}

    static List<Probe> all() {
        return List.of(
                Probe.called("A1", "connect to the victim's database")
                        .in(VICTIMS)
                        .sql("select 1")
                        .control(VICTIMS_USER)
                        .unhardened("–")
                        .on(PREFIX, open())
                        .on(SCHEMA, open())
                        .toReader(rightful())
                        .why(
                                "Whoever is not in a database can try nothing in it. On prefix and"
                                        + " schema everybody lives in the same one.")
                        .remedy(BIND)
                        .build(),
                elsewhere("A2", "connect to database postgres", POSTGRES, "Y").build(),
                elsewhere("A3", "connect to template1", TEMPLATE1, "Y").build(),
                elsewhere("A4", "connect to template0", TEMPLATE0, "c55000")
                        .control(Control.by(ADMINISTRATOR).orRefusedWith("c55000"))
                        .unbound(refusedAtConnect("55000"))
                        .why("template0 lets nobody in; the binding refuses it even before that.")
                        .build(),
                Probe.called("A5", "log in as the victim with a password of its own")
                        .in(VICTIMS)
                        .attempt(
                                "connect as {victim.user} with the attacker's password",
                                ConnectProbes::asVictim)
                        .control(VICTIMS_USER)
                        .unhardened("–")
                        .everywhere(refusedAtConnect("28P01"))
                        .on(PREFIX, open())
                        .why(
                                "The password is the only thing that tells one role from another;"
                                        + " on prefix there is one role, and one password.")
                        .remedy(CHECK_PASSWORDS)
                        .build(),
                Probe.called("A6", "log in for replication")
                        .in(OWN)
                        .attempt("connect with replication=true", ConnectProbes::forReplication)
                        .control(Control.by(OWN_USER, SqlAttempt.of("select 1")))
                        .unhardened("42501")
                        .everywhere(refusedAtConnect("28000"))
                        .unbound(refusedAtConnect("42501"))
                        .why(
                                "A replication session copies every database of the server,"
                                        + " whatever the grants in them say.")
                        .remedy(
                                "No REPLICATION for service roles, and no replication line for them"
                                        + " in pg_hba.conf.")
                        .build(),
                Probe.called("A7", "learn from the refusal which databases exist")
                        .in(OWN)
                        .attempt(
                                "connect to template1 and to a database that does not exist;"
                                        + " compare",
                                ConnectProbes::compareRefusals)
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(nothing())
                        .unbound(limit())
                        .why(
                                "Without the binding a database that exists refuses with 42501,"
                                        + " and one that does not with 3D000.")
                        .remedy("End pg_hba.conf with reject lines.")
                        .build(),
                Probe.called("A8", "log in as administrator with a password of its own")
                        .in(OWN)
                        .attempt(
                                "connect as the administrator with the attacker's password",
                                ConnectProbes::asAdministrator)
                        .control(ADMINISTRATOR)
                        .everywhere(refusedAtConnect("28P01"))
                        .why(
                                "A line that trusts local connections gives the server away to"
                                        + " everybody on the machine.")
                        .remedy(CHECK_PASSWORDS)
                        .build(),
                Probe.called("A9", "log in with a wrong password")
                        .in(OWN)
                        .attempt(
                                "connect with a wrong password",
                                (doer, stage) -> connect(doer, stage, Map.of("password", "wrong")))
                        .control(Control.by(OWN_USER, SqlAttempt.of("select 1")))
                        .everywhere(refusedAtConnect("28P01"))
                        .why("Where passwords are not checked, every other refusal is theatre.")
                        .remedy(CHECK_PASSWORDS)
                        .build());
    }

    private static ProbeBuilder elsewhere(String id, String title, Place place, String unhardened) {
        return Probe.called(id, title)
                .in(place)
                .sql("select 1")
                .control(ADMINISTRATOR)
                .unhardened(unhardened)
                .everywhere(refusedAtConnect("28000"))
                .why(
                        "PUBLIC may connect to it on a fresh server, see all roles and settings"
                                + " from there, and keep others from being copied.")
                .remedy(BIND);
    }

    private static Outcome asVictim(Doer doer, Stage stage) throws SQLException {
        if (doer != ATTACKER) {
            return connect(doer, stage, Place.VICTIMS, Map.of());
        }
        var role = stage.actor() == Actor.USER ? stage.victim().user() : stage.victim().owner();
        return connect(doer, stage, Place.VICTIMS, Map.of("user", role));
    }

    private static Outcome forReplication(Doer doer, Stage stage) throws SQLException {
        try (var statement = stage.session(doer, Place.OWN).createStatement();
                var rows = statement.executeQuery("show max_wal_senders")) {
            if (rows.next() && rows.getInt(1) == 0) {
                return Outcome.notApplicable("nobody replicates from this server");
            }
        }
        try {
            return connect(
                    doer,
                    stage,
                    Map.of(
                            "replication",
                            "true",
                            "preferQueryMode",
                            "simple",
                            "assumeMinServerVersion",
                            "9.4"));
        } catch (RefusedAtConnect e) {
            if (String.valueOf(e.getMessage()).contains("no pg_hba.conf entry")) {
                return Outcome.notApplicable("no line of pg_hba.conf lets anybody replicate");
            }
            throw e;
        }
    }

    private static Outcome asAdministrator(Doer doer, Stage stage) throws SQLException {
        return connect(doer, stage, Map.of("user", stage.role(ADMINISTRATOR)));
    }

    private static Outcome connect(Doer doer, Stage stage, Map<String, String> properties)
            throws SQLException {
        return connect(doer, stage, Place.OWN, properties);
    }

    private static Outcome connect(
            Doer doer, Stage stage, Place place, Map<String, String> properties)
            throws SQLException {
        try (var connection = stage.open(doer, place, properties)) {
            return Outcome.worked(
                    "connected",
                    "connect to %s as %s"
                            .formatted(
                                    connection.getCatalog(),
                                    properties.getOrDefault("user", stage.role(doer))));
        }
    }

    private static Outcome compareRefusals(Doer doer, Stage stage) {
        var existing = refusal(doer, stage, "template1");
        var missing = refusal(doer, stage, "bulkhead_nowhere");
        var words = "template1: %s, a missing one: %s".formatted(existing, missing);
        var tried = "connect to template1 and to bulkhead_nowhere";
        return existing.equals(missing)
                ? Outcome.nothing(words, tried)
                : Outcome.worked(words, tried);
    }

    private static String refusal(Doer doer, Stage stage, String database) {
        try (var _ = stage.open(doer, Place.OWN, Map.of("PGDBNAME", database))) {
            return "let in";
        } catch (RefusedAtConnect e) {
            return String.valueOf(e.getSQLState());
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }
}
