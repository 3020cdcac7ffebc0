package dev.bulkhead.isolation.catalogue;

import static dev.bulkhead.isolation.probe.Doer.ADMINISTRATOR;
import static dev.bulkhead.isolation.probe.Doer.VICTIMS_USER;
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

/** C: links from one database to another. */
final class LinkProbes {

    private static final String NO_LINKS =
            "Leave dblink and postgres_fdw out, or revoke EXECUTE on what they bring: PostgreSQL"
                    + " gives it to PUBLIC.";

    private LinkProbes() {}

    static List<Probe> all() {
        return List.of(
                Probe.called("C1", "name the victim's table with its database")
                        .againstVictim()
                        .attempt(
                                SqlAttempt.of(
                                        "select count(*) from {victim.database}.{victim.bait}"))
                        .control(VICTIMS_USER, VICTIMS)
                        .unhardened("0A000")
                        .everywhere(refused("0A000"))
                        .on(PREFIX, open())
                        .on(SCHEMA, refused("42501"))
                        .why(
                                "PostgreSQL has no cross-database statements: a session is in one"
                                        + " database for good.")
                        .remedy("None needed; it is why a database is a wall.")
                        .build(),
                extension("C2", "dblink").build(),
                extension("C3", "postgres_fdw").build(),
                dblink("C4", "open a link without a password", "dbname={victim.service}")
                        .why(
                                "Links are opened by the server, from the server's own address, as"
                                        + " the server's user.")
                        .build(),
                dblink(
                                "C5",
                                "open a link to the victim's database with its own password",
                                "host=localhost dbname={victim.service}")
                        .why(
                                "A link comes in over loopback, where the binding has to hold as"
                                        + " well.")
                        .build(),
                dblink(
                                "C6",
                                "open a link as administrator over the socket",
                                "user=postgres dbname=postgres")
                        .why(
                                "Where the socket trusts, a link makes a superuser of whoever may"
                                        + " open one.")
                        .build(),
                Probe.called("C7", "define a foreign server")
                        .sql("create server bulkhead_planted foreign data wrapper postgres_fdw")
                        .control(
                                Control.by(
                                        ADMINISTRATOR,
                                        SqlAttempt.of(
                                                "create extension postgres_fdw",
                                                "create server bulkhead_planted foreign data"
                                                        + " wrapper postgres_fdw")))
                        .unhardened("42501")
                        .everywhere(refused("42704"))
                        .why(
                                "The wrapper is not installed; where it is, USAGE on it is refused"
                                        + " with 42501.")
                        .remedy(NO_LINKS)
                        .build());
    }

    private static ProbeBuilder extension(String id, String name) {
        return Probe.called(id, "install " + name)
                .attempt(
                        SqlAttempt.of("create extension " + name)
                                .where(
                                        "select count(*) > 0 from pg_available_extensions where name = '%s'"
                                                .formatted(name))
                                .withEffect(
                                        "select count(*) = 1 from pg_extension where extname = '%s'"
                                                .formatted(name)))
                .control(ADMINISTRATOR)
                .unhardened("42501")
                .everywhere(refused("42501"))
                .why("It would let one database talk to another, past the wall between them.")
                .remedy("The extension is not trusted: only superusers install it. Do not.");
    }

    private static ProbeBuilder dblink(String id, String title, String connection) {
        return Probe.called(id, title)
                .againstVictim()
                .attempt(
                        SqlAttempt.of("select dblink_connect('%s')".formatted(connection))
                                .where(
                                        "select count(*) > 0 from pg_available_extensions where"
                                                + " name = 'dblink'"))
                // the door is real: where the extension is there, the same call gets as far as
                // libpq
                .control(
                        Control.by(
                                        ADMINISTRATOR,
                                        SqlAttempt.of(
                                                "create extension dblink",
                                                "select dblink_connect('host=localhost port=1"
                                                        + " dbname=nowhere')"))
                                .orRefusedWith("08001"))
                .unhardened("2F003")
                .everywhere(refused("42883"))
                .remedy(NO_LINKS);
    }
}
