package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.notApplicable;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Expectation.rightful;
import static dev.bulkhead.isolation.probe.Place.VICTIMS;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Control;
import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.SqlAttempt;
import java.util.List;

/** E: becoming somebody else, and changing roles and databases. */
final class RoleProbes {

    private static final String ALONE =
            "Roles stand alone: no service's role is a member of another, and none has powers"
                    + " over roles.";
    private static final String OF_ITSELF =
            "Nothing forbids it. Store the setting again at each provisioning, and watch for"
                    + " drift.";
    private static final String ADMINISTRATORS =
            "Databases belong to the administrator, not to the service.";

    private RoleProbes() {}

    static List<Probe> all() {
        return List.of(
                victim("E1", "become the victim", "set local role {victim.user}", refused("22023"))
                        .why("SET ROLE asks for membership; NOINHERIT alone would not stop it.")
                        .build(),
                Probe.called("E2", "become its own owner")
                        .sql("set local role {owner}")
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("42501"), rightful())
                        .why(
                                "Otherwise the split between runtime user and owner would be worth"
                                        + " nothing.")
                        .remedy("The runtime user is no member of its owner.")
                        .build(),
                victim(
                                "E3",
                                "take over the session as the victim",
                                "set session authorization {victim.user}",
                                refused("22023"))
                        .why("Only superusers may, to anybody but the role that logged in.")
                        .build(),
                powers("E4", "make itself superuser", "alter role {doer} superuser").build(),
                victim(
                                "E5",
                                "join the victim's role",
                                "grant {victim.user} to {doer}",
                                refused("42704"))
                        .on(PREFIX, refused("42501"))
                        .build(),
                powers("E6", "join pg_read_all_data", "grant pg_read_all_data to {doer}")
                        .why("It reads every table of every database that it may connect to.")
                        .build(),
                powers("E7", "let itself create databases", "alter role {doer} createdb").build(),
                powers("E8", "let itself bypass row-level security", "alter role {doer} bypassrls")
                        .build(),
                powers(
                                "E9",
                                "lift its own connection limit",
                                "alter role {doer} connection limit -1")
                        .why(
                                "The limit is what keeps a flood of connections in its own"
                                        + " compartment.")
                        .build(),
                itself(
                                "E10",
                                "change its own password",
                                "alter role {doer} password 'bulkhead-probe'")
                        .everywhere(rightful())
                        .everywhere(rightful())
                        .why(
                                "PostgreSQL lets every role do so: a compromised service can lock"
                                        + " out its own next instance.")
                        .remedy(
                                "Provisioning sets the password again from the secret; nobody"
                                        + " else's is in reach.")
                        .build(),
                victim(
                                "E11",
                                "change the victim's password",
                                "alter role {victim.user} password 'bulkhead-probe'",
                                refused("42704"))
                        .build(),
                itself(
                                "E12",
                                "store other time limits for itself",
                                "alter role {doer} set statement_timeout = 0")
                        .build(),
                itself(
                                "E13",
                                "store another search path for itself",
                                "alter role {doer} set search_path = pg_catalog")
                        .build(),
                Probe.called("E14", "store a larger limit on temporary files for itself")
                        .sql("alter role {doer} set temp_file_limit = -1")
                        .control(ADMINISTRATOR)
                        .unhardened("42501")
                        .everywhere(refused("42501"))
                        .why(
                                "The only one of the limits that holds against the will of the role"
                                        + " it limits.")
                        .remedy("Grant nobody SET on the parameter.")
                        .build(),
                itself("E15", "forget all its stored settings", "alter role {doer} reset all")
                        .why("It drops its time limits for good; temp_file_limit stays.")
                        .build(),
                victim(
                                "E16",
                                "store settings for the victim",
                                "alter role {victim.user} set search_path = pg_catalog",
                                refused("42704"))
                        .why("Another search path would have the victim run whatever lies there.")
                        .build(),
                Probe.called("E17", "store settings for its own database")
                        .sql("alter database {database} set work_mem = '1GB'")
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("42501"))
                        .remedy(ADMINISTRATORS)
                        .why("They would count for everybody who connects.")
                        .build(),
                database(
                                "E18",
                                "store settings for the victim's database",
                                "alter database {victim.database} set work_mem = '1GB'")
                        .unhardened("Y")
                        .build(),
                Probe.called("E19", "let everybody connect to its own database")
                        .sql("grant connect, temporary on database {database} to public")
                        .control(ADMINISTRATOR)
                        .unhardened("Y")
                        .everywhere(refused("01007"))
                        .why(
                                "A warning, not an error: PostgreSQL reports success and grants"
                                        + " nothing, because the role has nothing to pass on.")
                        .remedy(ADMINISTRATORS)
                        .build(),
                database(
                                "E20",
                                "lock the victim out of its database",
                                "revoke connect on database {victim.database} from {victim.user}")
                        .unhardened("Y")
                        .on(PREFIX, refused("01006"))
                        .on(dev.bulkhead.provisioning.manifest.Isolation.SCHEMA, refused("01006"))
                        .toGuest(refused("01006"))
                        .build(),
                Probe.called("E21", "drop the victim's database")
                        .againstVictim()
                        .attempt(
                                SqlAttempt.of("drop database {victim.database}")
                                        .outsideTransaction())
                        // From within it is refused at once even to the administrator, so nothing
                        // is lost.
                        .control(
                                Control.by(
                                                ADMINISTRATOR,
                                                SqlAttempt.of("drop database {victim.database}")
                                                        .outsideTransaction()
                                                        .in(VICTIMS))
                                        .orRefusedWith("55006"))
                        .unhardened("42501")
                        .everywhere(refused("42501"))
                        .on(SERVER, refused("3D000"))
                        .why(
                                "Only its owner may, and no service owns a database, not even its"
                                        + " own.")
                        .remedy(ADMINISTRATORS)
                        .build(),
                Probe.called("E22", "change a setting of the server")
                        .attempt(
                                SqlAttempt.of("alter system set debug_pretty_print = on")
                                        .outsideTransaction(
                                                "alter system reset debug_pretty_print"))
                        .control(ADMINISTRATOR)
                        .unhardened("42501")
                        .everywhere(refused("42501"))
                        .why("One line of it decides for every service.")
                        .remedy(ALONE)
                        .build(),
                Probe.called("E23", "go back to being itself")
                        .sql("set local role none")
                        .everywhere(rightful())
                        .why(
                                "SET ROLE NONE returns to the role that logged in, which is the"
                                        + " attacker.")
                        .remedy(
                                "None needed as long as nobody logs in as a role that may become"
                                        + " another.")
                        .build(),
                Probe.called("E24", "become administrator")
                        .sql("set local role postgres")
                        .control(ADMINISTRATOR)
                        .everywhere(refused("42501"))
                        .why("Whoever may, owns the server.")
                        .remedy(ALONE)
                        .build(),
                victim(
                                "E25",
                                "take over all that the victim owns",
                                "reassign owned by {victim.owner} to {doer}",
                                refused("42704"))
                        // On prefix owner and owner are the same; it would lock every table of a
                        // live platform.
                        .on(PREFIX, notApplicable())
                        .build(),
                victim(
                                "E26",
                                "rename the victim's role",
                                "alter role {victim.user} rename to bulkhead_planted",
                                refused("42704"))
                        .on(PREFIX, refused("0A000"), refused("42501"))
                        .why("Its next login would fail.")
                        .build(),
                victim(
                                "E27",
                                "let the victim act in its name",
                                "grant {doer} to {victim.user}",
                                refused("42704"))
                        .on(PREFIX, refused("42501"))
                        .why(
                                "A membership pulls both ways: whoever joins can be lured into"
                                        + " objects that are not its own.")
                        .build(),
                Probe.called("E28", "take its own database")
                        .sql("alter database {database} owner to {doer}")
                        .control(ADMINISTRATOR)
                        .everywhere(refused("42501"))
                        .why("The owner of a database opens it to PUBLIC with one statement.")
                        .remedy(ADMINISTRATORS)
                        .build());
    }

    /** Aimed at a role that a server of the attacker's own has never heard of. */
    private static ProbeBuilder victim(
            String id, String title, String sql, Expectation onAnotherServer) {
        return Probe.called(id, title)
                .againstVictim()
                .sql(sql)
                .control(ADMINISTRATOR, VICTIMS)
                .unhardened("Y")
                .everywhere(refused("42501"))
                // There the victim's user is the attacker's own; the owner is another role than it.
                .on(PREFIX, open(), refused("42501"))
                .on(SERVER, onAnotherServer)
                .why("Whoever is the victim needs no other way in.")
                .remedy(ALONE);
    }

    private static ProbeBuilder database(String id, String title, String sql) {
        return Probe.called(id, title)
                .againstVictim()
                .sql(sql)
                .control(ADMINISTRATOR, VICTIMS)
                .everywhere(refused("42501"))
                .on(SERVER, refused("3D000"))
                .why("Only the owner of a database decides about it.")
                .remedy(ADMINISTRATORS);
    }

    private static ProbeBuilder powers(String id, String title, String sql) {
        return Probe.called(id, title)
                .sql(sql)
                .control(ADMINISTRATOR)
                .unhardened("42501")
                .everywhere(refused("42501"))
                .why("A role gives itself nothing that it has not got.")
                .remedy(ALONE);
    }

    private static ProbeBuilder itself(String id, String title, String sql) {
        return Probe.called(id, title)
                .sql(sql)
                .unhardened("Y")
                .everywhere(limit())
                .on(SERVER, rightful())
                .why(
                        "PostgreSQL lets every role change its own settings: limits guard against"
                                + " accidents, not malice.")
                .remedy(OF_ITSELF);
    }
}
