package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.probe.Expectation;
import dev.bulkhead.isolation.probe.Probe;
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
    public Probe probe() {
        return ResourceProbe.called(
                        "K4",
                        "fill the disk with temporary files",
                        "select max(length(filling)) from (100 MB, sorted)")
                .everywhere(Expectation.refused("53400"))
                .why(
                        "A sort that does not fit into work_mem goes to disk; temp_file_limit is"
                                + " the one limit that a role cannot lift itself.")
                .remedy("Set temp_file_limit for each role.")
                .unhardened("Y")
                .build();
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
