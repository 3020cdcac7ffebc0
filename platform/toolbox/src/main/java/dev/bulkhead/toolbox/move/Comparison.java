package dev.bulkhead.toolbox.move;

import dev.bulkhead.provisioning.server.ProvisioningFailed;
import dev.bulkhead.provisioning.server.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Holds the same tables on two servers against each other: the number of rows, and a checksum over
 * all of them that does not depend on their order. Both servers count at the same time.
 */
final class Comparison {

    /** A row as text must be the same text on both. */
    private static final String SPELLING =
            "set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set timezone = 'UTC';"
                    + " set extra_float_digits = 1; set bytea_output = 'hex';"
                    + " set xmloption = 'content'; set lc_monetary = 'C'";

    private static final String FINGERPRINT =
            "select count(*), coalesce(sum(hashtextextended(t::text collate \"C\", 0)::numeric), 0)"
                    + " from only %s t";

    /**
     * @param sum of the rows' 64-bit hashes
     */
    private record Fingerprint(long rows, String sum) {}

    /**
     * @param rows of all tables
     * @param different their names, with both counts
     */
    record Result(long rows, List<String> different) {

        boolean same() {
            return different.isEmpty();
        }
    }

    private Comparison() {}

    static void prepare(Connection connection) throws SQLException {
        Sql.execute(connection, SPELLING);
    }

    /** As the two transactions see them. */
    static Result of(List<Table> tables, Connection one, Connection other) throws SQLException {
        var different = new ArrayList<String>();
        long rows = 0;
        for (var table : tables) {
            var there = CompletableFuture.supplyAsync(() -> fingerprint(other, table));
            var here = fingerprint(one, table);
            var copy = join(there);
            rows += here.rows();
            if (!here.equals(copy)) {
                different.add(
                        here.rows() == copy.rows()
                                ? "%s (%d rows, not the same)".formatted(table.name(), here.rows())
                                : "%s (%d rows, %d in the copy)"
                                        .formatted(table.name(), here.rows(), copy.rows()));
            }
        }
        return new Result(rows, different);
    }

    private static Fingerprint join(CompletableFuture<Fingerprint> counting) {
        try {
            return counting.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProvisioningFailed failed ? failed : e;
        }
    }

    private static Fingerprint fingerprint(Connection connection, Table table) {
        try {
            return Query.rows(
                            connection,
                            row -> new Fingerprint(row.getLong(1), row.getString(2)),
                            FINGERPRINT.formatted(table.sql()))
                    .getFirst();
        } catch (SQLException e) {
            throw new ProvisioningFailed(
                    "%s could not be compared: %s".formatted(table.name(), e.getMessage()), e);
        }
    }
}
