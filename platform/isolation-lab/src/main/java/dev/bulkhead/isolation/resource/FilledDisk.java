package dev.bulkhead.isolation.resource;

import static dev.bulkhead.isolation.resource.Effect.harmed;
import static dev.bulkhead.provisioning.manifest.Isolation.DATABASE;
import static dev.bulkhead.provisioning.manifest.Isolation.PREFIX;
import static dev.bulkhead.provisioning.manifest.Isolation.SCHEMA;
import static dev.bulkhead.provisioning.manifest.Isolation.SERVER;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
import dev.bulkhead.isolation.probe.Verdict;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Stores 16 MB of large objects, which any role may do in any database it can enter; removes them.
 * There is no quota for what stays on disk.
 */
final class FilledDisk implements ResourceProbe {

    private static final int OBJECTS = 16;
    private static final int SIZE = 1 << 20;

    @Override
    public Probe probe() {
        return ResourceProbe.called(
                        "K4b",
                        "fill the disk with what stays",
                        "select lo_from_bytea(0, 1 MB), 16 times")
                .on(PREFIX, harmed("", Verdict.LIMIT))
                .on(SCHEMA, harmed("", Verdict.LIMIT))
                .on(DATABASE, harmed("", Verdict.LIMIT))
                .on(SERVER, Expectation.nothing())
                .why(
                        "PostgreSQL has no quota for tables, large objects, write-ahead log or"
                                + " server log.")
                .remedy(
                        "Watch pg_database_size; a server of its own belongs on a volume of its"
                                + " own.")
                .unhardened("Y")
                .build();
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker()) {
            var before = size(contest.administrator());
            try {
                store(attacker);
                var more = size(contest.administrator()) - before;
                var words =
                        "the databases of the victim's server grew by %d MB".formatted(more / SIZE);
                return more >= (long) OBJECTS * SIZE
                        ? Effect.harmed(words)
                        : Effect.unharmed(words);
            } catch (SQLException e) {
                return Effect.stopped(e, false);
            } finally {
                Sql.run(
                        attacker,
                        """
                        select count(lo_unlink(oid)) from pg_largeobject_metadata
                         where lomowner = current_user::regrole
                        """);
            }
        }
    }

    private static void store(Connection session) throws SQLException {
        var noise = new byte[SIZE];
        new SecureRandom().nextBytes(noise);
        try (var insert = session.prepareStatement("select lo_from_bytea(0, ?)")) {
            for (int i = 0; i < OBJECTS; i++) {
                insert.setBytes(1, noise);
                insert.execute();
            }
        }
    }

    private static long size(Connection administrator) throws SQLException {
        return Sql.number(administrator, "select sum(pg_database_size(oid)) from pg_database");
    }
}
