package dev.bulkhead.isolation.resource;

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
    public String id() {
        return "K4b";
    }

    @Override
    public String title() {
        return "fill the disk with what stays";
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
