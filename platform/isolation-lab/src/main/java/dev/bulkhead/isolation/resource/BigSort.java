package dev.bulkhead.isolation.resource;

import java.sql.Connection;
import java.sql.SQLException;

/** Sorts 100 MB on disk, in one session; nothing of it stays. */
final class BigSort implements ResourceProbe {

    private static final String SORT =
            """
            select max(length(filling))
              from (select repeat('x', 1000) || n as filling
                      from generate_series(1, 100000) n order by n desc offset 0) sorted
            """;

    @Override
    public String id() {
        return "K4";
    }

    @Override
    public String title() {
        return "fill the disk with temporary files";
    }

    @Override
    public Effect attempt(Contest contest) throws SQLException {
        try (var attacker = contest.attacker()) {
            sort(attacker);
            return Effect.harmed("100 MB were sorted on disk");
        } catch (SQLException e) {
            return Effect.stopped(e, false);
        }
    }

    /** Without a limit, it works. */
    @Override
    public Effect control(Contest contest) throws SQLException {
        try (var administrator = contest.administratorAtVictims()) {
            sort(administrator);
            return Effect.unharmed("the administrator sorted 100 MB on disk");
        }
    }

    private static void sort(Connection session) throws SQLException {
        Sql.run(session, "set work_mem = '1MB'");
        Sql.run(session, SORT);
    }
}
