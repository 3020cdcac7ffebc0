package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.OWN_OWNER;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_OWNER;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
import static dev.bulkhead.isolation.probe.Expectation.nothing;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Expectation.rightful;
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

/** L: migration history, rows that must stay, rows of single users, and what is published. */
final class RowProbes {

    private static final String PROTECT =
            "Default privileges give the runtime user every new table: take the history and"
                    + " append-only tables back, as each migration does here.";
    private static final String FORCE =
            "Enable and force row-level security; only the owner and the administrator may change"
                    + " that, and the service runs as neither.";

    /** A user that nobody is, named as the services name theirs. */
    private static final String ACT_AS_STRANGER =
            "select set_config('app.current_user_id', '00000000-0000-4000-8000-000000000000',"
                    + " true)";

    private static final String CONTRACT =
            "Publish views in the service's _api schema, and name the readers in the manifest.";

    private RowProbes() {}

    static List<Probe> all() {
        return List.of(
                own("L1", "delete from the migration history", "delete from {history}").build(),
                own("L2", "empty the migration history", "truncate {history}").build(),
                own(
                                "L3",
                                "add to the migration history",
                                "insert into {history} select * from {history} where false")
                        .build(),
                own("L4", "change the migration history", "update {history} set success = false")
                        .build(),
                Probe.called("L5", "delete from the victim's migration history")
                        .in(VICTIMS)
                        .sql("delete from {victim.history}")
                        .control(VICTIMS_OWNER)
                        .on(PREFIX, refused("42501"), open())
                        .on(SCHEMA, refused("42501"))
                        .why(
                                "The next start of the victim would migrate again what is there"
                                        + " already, and fail.")
                        .remedy(PROTECT)
                        .build(),
                Probe.called("L6", "read the victim's migration history")
                        .in(VICTIMS)
                        .attempt(SqlAttempt.of("select count(*) from {victim.history}").obtaining())
                        .control(VICTIMS_USER)
                        .on(PREFIX, open())
                        .on(SCHEMA, refused("42501"))
                        .why("It tells which version of the victim runs, and since when.")
                        .remedy("No USAGE on another service's schema.")
                        .build(),
                appendOnly(
                                "L7",
                                "change rows that are to stay",
                                "update {append_only} set {column} = {column} where false")
                        .build(),
                appendOnly(
                                "L8",
                                "delete rows that are to stay",
                                "delete from {append_only} where false")
                        .build(),
                appendOnly("L9", "empty a table whose rows are to stay", "truncate {append_only}")
                        .build(),
                Probe.called("L10", "add and read rows that are to stay")
                        .sql(
                                ACT_AS_STRANGER,
                                "insert into {append_only} ({column}) select null where false",
                                "select count(*) from {append_only}")
                        .everywhere(rightful())
                        .why("An audit log that nobody can write to is none.")
                        .remedy("None needed.")
                        .build(),
                Probe.called("L11", "read rows of users without saying whose")
                        .attempt("select 1 from {users_rows} limit 1", RowProbes::readUnnamed)
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(nothing())
                        .why(
                                "A query that forgot its WHERE finds nothing, or fails, instead of"
                                        + " returning everybody's rows. Forced, this holds for the"
                                        + " owner as well.")
                        .remedy(FORCE)
                        .build(),
                rowSecurity(
                                "L12",
                                "switch row-level security off",
                                "alter table {row_security} disable row level security")
                        .build(),
                rowSecurity(
                                "L13",
                                "exempt the owner from row-level security",
                                "alter table {row_security} no force row level security")
                        .build(),
                rowSecurity(
                                "L14",
                                "add a policy that lets everything through",
                                "create policy bulkhead_planted on {row_security} using (true)")
                        .build(),
                Probe.called("L15", "read all rows with row security off")
                        .sql(
                                ACT_AS_STRANGER,
                                "set local row_security = off",
                                "select count(*) from {row_security}")
                        .control(ADMINISTRATOR)
                        .unhardened("42501")
                        .everywhere(refused("42501"))
                        .why(
                                "The setting turns filtering into an error, not off, for everybody"
                                        + " without BYPASSRLS.")
                        .remedy("No BYPASSRLS for service roles.")
                        .build(),
                Probe.called("L16", "empty a table of users' rows")
                        .sql("truncate {row_security} cascade")
                        .control(OWN_OWNER)
                        .unhardened("Y")
                        .everywhere(refused("42501"), rightful())
                        .why("TRUNCATE asks no policy.")
                        .remedy("Grant the runtime user no TRUNCATE.")
                        .build(),
                stranger(
                                "L21",
                                "read other users' rows in the name of one who has none",
                                SqlAttempt.of(ACT_AS_STRANGER, "select 1 from {users_rows} limit 1")
                                        .obtaining())
                        .build(),
                stranger(
                                "L22",
                                "delete other users' rows in the name of one who has none",
                                SqlAttempt.of(
                                                ACT_AS_STRANGER,
                                                "with gone as (delete from {users_rows} returning"
                                                    + " 1) select nullif(count(*), 0) from gone")
                                        .obtaining())
                        // a job of the administrator's may, but not where other rows depend on them
                        .control(
                                Control.by(
                                        ADMINISTRATOR,
                                        SqlAttempt.of("select 1 from {users_rows} limit 1")
                                                .obtaining()))
                        .build(),
                Probe.called("L17", "read what the victim publishes")
                        .in(VICTIMS)
                        .attempt(
                                SqlAttempt.of("select count(*) from {victim.published}")
                                        .obtaining())
                        .control(VICTIMS_USER)
                        .on(PREFIX, open())
                        .on(SCHEMA, refused("42501"))
                        .toReader(rightful())
                        .why(
                                "The contract is the reader's: its runtime user reads the published"
                                        + " views, and nobody else does.")
                        .remedy(CONTRACT)
                        .build(),
                Probe.called("L18", "write through what the victim publishes")
                        .in(VICTIMS)
                        .sql("delete from {victim.writable}")
                        .control(VICTIMS_OWNER)
                        .on(PREFIX, refused("42501"), open())
                        .on(SCHEMA, refused("42501"))
                        .why(
                                "A simple view can be written through, with the rights of the"
                                        + " view's owner: SELECT is all that a reader gets.")
                        .remedy(CONTRACT)
                        .build(),
                Probe.called("L19", "publish something in the victim's name")
                        .in(VICTIMS)
                        .sql("create view {victim.api}.bulkhead_planted as select 1 as one")
                        .control(VICTIMS_OWNER)
                        .on(PREFIX, refused("42501"), open())
                        .on(SCHEMA, refused("42501"))
                        .why("Readers would take it for the victim's word.")
                        .remedy(CONTRACT)
                        .build(),
                Probe.called("L20", "create a temporary table in the victim's database")
                        .in(VICTIMS)
                        .sql("create temp table bulkhead_planted ()")
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .on(PREFIX, refused("42501"))
                        .on(SCHEMA, refused("42501"))
                        .why("A reader that is let in may look, and bring nothing of its own.")
                        .remedy("revoke temporary on database … from public")
                        .build());
    }

    /** A policy may filter or fail; either way nothing is obtained. */
    private static Outcome readUnnamed(Doer doer, Stage stage) throws SQLException {
        var outcome =
                SqlAttempt.of("select 1 from {users_rows} limit 1").obtaining().by(doer, stage);
        return outcome.sqlState().equals("42501")
                ? Outcome.nothing(outcome.words(), outcome.statement())
                : outcome;
    }

    private static ProbeBuilder own(String id, String title, String sql) {
        return Probe.called(id, title)
                .sql(sql)
                .control(OWN_OWNER)
                .unhardened("Y")
                .everywhere(refused("42501"), rightful())
                .why(
                        "The history says what the next migration will do; the service only reads"
                                + " it, to see whether it fits.")
                .remedy(PROTECT);
    }

    private static ProbeBuilder appendOnly(String id, String title, String sql) {
        return Probe.called(id, title)
                .sql(sql)
                .control(OWN_OWNER)
                .unhardened("Y")
                .everywhere(refused("42501"), rightful())
                .why("Whoever breaks into the service must not be able to remove the traces.")
                .remedy(PROTECT);
    }

    private static ProbeBuilder stranger(String id, String title, SqlAttempt attempt) {
        return Probe.called(id, title)
                .attempt(attempt)
                .control(ADMINISTRATOR)
                .unhardened("Y")
                .everywhere(nothing())
                .why(
                        "The policy holds whatever the statement forgets. It guards against"
                                + " mistakes: a compromised service names whom it likes.")
                .remedy(FORCE);
    }

    private static ProbeBuilder rowSecurity(String id, String title, String sql) {
        return Probe.called(id, title)
                .sql(sql)
                .control(OWN_OWNER)
                .unhardened("Y")
                .everywhere(refused("42501"), rightful())
                .why("Where the service owns its tables, it switches its own policies off.")
                .remedy(FORCE);
    }
}
