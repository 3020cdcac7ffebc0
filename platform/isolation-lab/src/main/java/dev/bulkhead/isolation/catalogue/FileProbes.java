package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_OWNER;
import static dev.bulkhead.isolation.probe.Expectation.limit;
import static dev.bulkhead.isolation.probe.Expectation.open;
import static dev.bulkhead.isolation.probe.Expectation.refused;
import static dev.bulkhead.isolation.probe.Place.VICTIMS;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;

import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.ProbeBuilder;
import dev.bulkhead.isolation.probe.SqlAttempt;
import java.util.List;

/** H: the server's files, and large objects. */
final class FileProbes {

    private FileProbes() {}

    static List<Probe> all() {
        return List.of(
                file("H1", "read a file of the server", "select length(pg_read_file('PG_VERSION'))")
                        .build(),
                file("H2", "copy a file of the server into a table", "copy {bait} from '/dev/null'")
                        .build(),
                file(
                                "H2b",
                                "run a program and copy what it prints into a table",
                                "copy {bait} from program 'true'")
                        .why("A shell as the server's own user: every database lies open to it.")
                        .build(),
                file("H3", "copy rows into a file of the server", "copy (select 1) to '/dev/null'")
                        .build(),
                file("H4", "import a file as a large object", "select lo_import('/dev/null')")
                        .build(),
                file("H5", "list a folder of the server", "select count(*) from pg_ls_dir('.')")
                        .build(),
                largeObject(
                                "H6",
                                "read the victim's large object",
                                "select convert_from(lo_get({victim.large_object}), 'UTF8')")
                        .build(),
                Probe.called("H7", "list the victim's large objects")
                        .in(VICTIMS)
                        .attempt(
                                SqlAttempt.of(
                                                "select oid from pg_largeobject_metadata where oid"
                                                        + " = {victim.large_object}")
                                        .obtaining())
                        .control(VICTIMS_OWNER)
                        .unhardened("Y")
                        .on(PREFIX, open())
                        .on(SCHEMA, limit())
                        .why(
                                "Large objects live in no schema; everybody in the database sees"
                                        + " their numbers, owners and grants.")
                        .remedy(
                                "Keep files in tables or outside of PostgreSQL; only a database of"
                                        + " its own hides large objects.")
                        .build(),
                file(
                                "H8",
                                "copy rows into a program",
                                "copy (select 1) to program 'cat > /dev/null'")
                        .why("As H2b, with the rows as its input.")
                        .build(),
                file(
                                "H9",
                                "export a large object to a file",
                                "select lo_create(2000000001)",
                                "select lo_export(2000000001, '/dev/null')")
                        .build(),
                file(
                                "H10",
                                "see the size and age of a file of the server",
                                "select size from pg_stat_file('PG_VERSION')")
                        .build(),
                largeObject(
                                "H11",
                                "overwrite the victim's large object",
                                "select lo_put({victim.large_object}, 0, 'planted')")
                        .build(),
                largeObject(
                                "H12",
                                "delete the victim's large object",
                                "select lo_unlink({victim.large_object})")
                        .build(),
                largeObject(
                                "H13",
                                "take the victim's large object",
                                "alter large object {victim.large_object} owner to {doer}")
                        .build());
    }

    private static ProbeBuilder file(String id, String title, String... sql) {
        return Probe.called(id, title)
                .sql(sql)
                .control(ADMINISTRATOR)
                .unhardened("42501")
                .everywhere(refused("42501"))
                .why("The server's files hold everybody's rows, keys and passwords.")
                .remedy(
                        "No service's role is superuser or a member of pg_read_server_files,"
                            + " pg_write_server_files or pg_execute_server_program. A container's"
                            + " POSTGRES_USER is a superuser: never a service's.");
    }

    private static ProbeBuilder largeObject(String id, String title, String sql) {
        return Probe.called(id, title)
                .in(VICTIMS)
                .sql(sql)
                .control(VICTIMS_OWNER)
                .unhardened("Y")
                // The runtime user did not make it, and large objects get no privileges by default.
                .on(PREFIX, refused("42501"), open())
                .on(SCHEMA, refused("42501"))
                .why("A large object is its owner's, and nobody else's unless granted.")
                .remedy(
                        "Leave lo_compat_privileges off, and grant nothing on large objects to"
                                + " PUBLIC.");
    }
}
