package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.OWN_OWNER;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.notApplicable;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Place.OWN;
import static dev.bulkhead.isolation.probe.Place.VICTIMS;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;

import dev.bulkhead.isolation.probe.Control;
import dev.bulkhead.isolation.probe.Doer;
import dev.bulkhead.isolation.probe.Outcome;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.SqlAttempt;
import dev.bulkhead.isolation.probe.Stage;
import java.sql.SQLException;
import java.util.List;

/** J: code that somebody else is made to run. */
final class PlantedCodeProbes {

    private static final String PIN =
            "Pin the search_path of every SECURITY DEFINER function, pg_temp last, and take"
                    + " TEMPORARY and CREATE from everybody who does not migrate.";

    private PlantedCodeProbes() {}

    static List<Probe> all() {
        return List.of(
                Probe.called("J1", "plant a function where the victim finds it first")
                        .in(VICTIMS)
                        .sql(
                                "create function public.lower(varchar) returns text language sql"
                                        + " return 'planted'")
                        .control(
                                Control.by(
                                        ADMINISTRATOR,
                                        SqlAttempt.of(
                                                        "create function public.lower(varchar)"
                                                            + " returns text language sql return"
                                                            + " 'planted'",
                                                        "set local search_path = public,"
                                                                + " pg_catalog")
                                                .in(VICTIMS)
                                                .withEffect(
                                                        "select lower('SECRET'::varchar) ="
                                                                + " 'planted'")))
                        .unhardened("Y")
                        .on(PREFIX, refused("42501"))
                        .on(SCHEMA, refused("42501"))
                        .why(
                                "lower(varchar) fits better than pg_catalog's lower(text), so the"
                                        + " victim's own query runs the attacker's code, as the"
                                        + " victim.")
                        .remedy(
                                "revoke all on schema public from public, and leave public out of"
                                        + " the search path.")
                        .build(),
                shadow(
                                "J2",
                                "stand in for a table in the victim's unpinned function",
                                "{victim.table_name}",
                                "{victim.unpinned}")
                        .in(VICTIMS)
                        .on(PREFIX, refused("42501"))
                        .on(SCHEMA, refused("42501"))
                        .build(),
                Probe.called("J3", "stand in for a table in the victim's pinned function")
                        .in(VICTIMS)
                        .attempt(planting("{victim.table_name}", "{victim.pinned}"))
                        // Even who may plant it gets nothing from a pinned function: that is the
                        // pin's own proof.
                        .control(
                                Control.by(
                                        ADMINISTRATOR,
                                        SqlAttempt.of(
                                                        "create temp table {victim.table_name} (id"
                                                                + " int, secret text)",
                                                        "insert into {victim.table_name} values (1,"
                                                                + " 'planted')")
                                                .in(VICTIMS)
                                                .withEffect(
                                                        "select {victim.pinned}() <> 'planted'")))
                        .unhardened("no")
                        .on(PREFIX, refused("42501"))
                        .on(SCHEMA, refused("42501"))
                        .why(
                                "set search_path = its own schema, pg_temp last: what is planted is"
                                        + " found too late. Here it cannot even be planted.")
                        .remedy(PIN)
                        .build(),
                shadow(
                                "J4",
                                "stand in for a table in its own owner's unpinned function",
                                "{table_name}",
                                "{unpinned}")
                        .in(OWN)
                        .everywhere(refused("42501"))
                        .why(
                                "A hole in the service would make the owner's function read, and"
                                        + " write, what the attacker likes: from runtime user to"
                                        + " owner.")
                        .build(),
                Probe.called("J5", "have its readers run code")
                        .againstVictim()
                        .attempt(
                                "create a function and a view that calls it in {api}, for the"
                                        + " victim to read",
                                PlantedCodeProbes::publishCode)
                        .control(Control.by(OWN_OWNER, PlantedCodeProbes::publishCode))
                        .everywhere(refused("42501"), limit())
                        // Readers and publishers are the same role there.
                        .on(PREFIX, notApplicable())
                        .why(
                                "A function in a view runs as whoever reads the view. So whoever"
                                        + " migrates a publisher can act as each of its readers.")
                        .remedy(
                                "A read contract is trust in the publisher's migrations: review"
                                        + " them as one's own, or be told by events instead.")
                        .build());
    }

    /** The view is there for a moment only, under a name that nobody reads. */
    private static Outcome publishCode(Doer doer, Stage stage) throws SQLException {
        var publisher = stage.attacker().service().name();
        if (stage.victim().reads().stream().noneMatch(it -> it.service().equals(publisher))) {
            return Outcome.notApplicable("the victim reads nothing of the attacker's");
        }
        var tried =
                "create function {api}.bulkhead_planted() returns text language sql return"
                        + " current_user; create view {api}.bulkhead_planted as select"
                        + " {api}.bulkhead_planted() as who";
        var planting = stage.session(doer, OWN);
        try (var statement = planting.createStatement()) {
            statement.execute(
                    stage.fill(
                            doer,
                            tried
                                    + "; grant execute on function {api}.bulkhead_planted() to"
                                    + " public; grant select on {api}.bulkhead_planted to"
                                    + " public"));
            planting.commit();
            try {
                return SqlAttempt.of("select who from {api}.bulkhead_planted")
                        .withEffect("select who = {victim.user'} from {api}.bulkhead_planted")
                        .in(OWN)
                        .by(VICTIMS_USER, stage);
            } finally {
                statement.execute(
                        stage.fill(
                                doer,
                                "drop view {api}.bulkhead_planted; drop function"
                                        + " {api}.bulkhead_planted()"));
                planting.commit();
            }
        } finally {
            planting.rollback();
        }
    }

    private static SqlAttempt planting(String table, String function) {
        return SqlAttempt.of(
                        "create temp table %s (id int, secret text)".formatted(table),
                        "insert into %s values (1, 'planted')".formatted(table),
                        "grant select on %s to public".formatted(table))
                .withEffect("select %s() = 'planted'".formatted(function));
    }

    private static ProbeBuilder shadow(String id, String title, String table, String function) {
        return Probe.called(id, title)
                .attempt(planting(table, function))
                .control(ADMINISTRATOR)
                .unhardened("Y")
                .why(
                        "pg_temp is searched first, so a function that names a table without its"
                                + " schema takes the attacker's.")
                .remedy(PIN);
    }
}
