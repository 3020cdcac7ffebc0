package dev.bulkhead.isolation.probe;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * Statements tried in one transaction that is rolled back.
 *
 * @param statements names in braces, see {@link Stage#fill}
 * @param place in whose database
 * @param effect a query that says true once the statements had their effect; empty if it is enough
 *     that they were not refused
 * @param mustObtain whether the last statement has to answer with something other than null or
 *     false, or else nothing was obtained
 * @param premise a query that says true where there is something to try it on; empty if that is
 *     everywhere
 * @param cleanup what takes back what a transaction cannot: then the statements are run outside of
 *     one
 */
public record SqlAttempt(
        List<String> statements,
        Place place,
        String effect,
        boolean mustObtain,
        String premise,
        List<String> cleanup,
        boolean committed)
        implements Attempt {

    private static final int WORDS = 200;

    /** PostgreSQL's way to say that a GRANT or REVOKE did nothing at all or not all of it. */
    private static final List<String> TELLING_WARNINGS = List.of("01006", "01007");

    public SqlAttempt {
        statements = List.copyOf(statements);
        cleanup = List.copyOf(cleanup);
    }

    public static SqlAttempt of(String... statements) {
        return new SqlAttempt(List.of(statements), Place.OWN, "", false, "", List.of(), false);
    }

    public SqlAttempt in(Place other) {
        return new SqlAttempt(statements, other, effect, mustObtain, premise, cleanup, committed);
    }

    public SqlAttempt withEffect(String query) {
        return new SqlAttempt(statements, place, query, mustObtain, premise, cleanup, committed);
    }

    public SqlAttempt obtaining() {
        return new SqlAttempt(statements, place, effect, true, premise, cleanup, committed);
    }

    /** For what only some servers have. */
    public SqlAttempt where(String query) {
        return new SqlAttempt(statements, place, effect, mustObtain, query, cleanup, committed);
    }

    /** For what PostgreSQL refuses to do within a transaction. */
    public SqlAttempt outsideTransaction(String... cleanupStatements) {
        return new SqlAttempt(
                statements, place, effect, mustObtain, premise, List.of(cleanupStatements), true);
    }

    /** For what outlives its transaction. */
    public SqlAttempt cleanedUpBy(String... cleanupStatements) {
        return new SqlAttempt(
                statements,
                place,
                effect,
                mustObtain,
                premise,
                List.of(cleanupStatements),
                committed);
    }

    @Override
    public Outcome by(Doer doer, Stage stage) throws SQLException {
        var connection = stage.session(doer, place);
        var variants = stage.variants(doer, statements);
        if (variants.isEmpty()) {
            return Outcome.notApplicable("there is no such object");
        }
        if (!premise.isEmpty() && !holds(connection, stage.fill(doer, premise))) {
            return Outcome.notApplicable("this server has nothing of the kind");
        }
        var refusals = new ArrayList<Outcome>();
        for (var variant : variants) {
            var outcome = run(connection, variant, doer, stage);
            if (outcome.kind() != Outcome.Kind.REFUSED) {
                return outcome;
            }
            refusals.add(outcome);
        }
        return refusals.stream()
                .filter(it -> !it.code().equals(refusals.getFirst().code()))
                .findFirst()
                .orElse(refusals.getFirst());
    }

    private Outcome run(Connection connection, List<String> sql, Doer doer, Stage stage)
            throws SQLException {
        var text = String.join("; ", sql);
        connection.setAutoCommit(committed);
        try (var statement = connection.createStatement()) {
            var obtained = "";
            var found = false;
            for (var it : sql) {
                statement.clearWarnings();
                found = false;
                if (copies(it)) {
                    obtained = copy(connection, it) + " rows";
                } else if (statement.execute(it)) {
                    try (var rows = statement.getResultSet()) {
                        if (rows.next()) {
                            obtained = String.valueOf(rows.getString(1));
                            found = !List.of("null", "f", "").contains(obtained);
                        }
                    }
                }
                var warning = statement.getWarnings();
                if (warning != null && TELLING_WARNINGS.contains(warning.getSQLState())) {
                    return Outcome.refused(warning.getSQLState(), warning.getMessage(), text);
                }
            }
            if (mustObtain && !found) {
                return Outcome.nothing("nothing was in the answer", text);
            }
            if (!effect.isEmpty() && !isTrue(statement, stage.fill(doer, effect))) {
                return Outcome.nothing("no error, and no effect", text);
            }
            return Outcome.worked(shortened(obtained), text);
        } catch (SQLException e) {
            return refusal(e, text);
        } finally {
            takeBack(connection, doer, stage);
        }
    }

    private static boolean holds(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement()) {
            return isTrue(statement, query);
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
    }

    /** To and from the client, which the driver does by other means. */
    private static boolean copies(String sql) {
        return sql.startsWith("copy ") && (sql.endsWith(" stdout") || sql.endsWith(" stdin"));
    }

    private static long copy(Connection connection, String sql) throws SQLException {
        var copying = connection.unwrap(PGConnection.class).getCopyAPI();
        try {
            return sql.endsWith(" stdin")
                    ? copying.copyIn(sql, Reader.nullReader())
                    : copying.copyOut(sql, Writer.nullWriter());
        } catch (IOException e) {
            throw new SQLException("The rows could not be copied", "08006", e);
        }
    }

    private void takeBack(Connection connection, Doer doer, Stage stage) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(!cleanup.isEmpty());
        }
        for (var it : cleanup) {
            try (var statement = connection.createStatement()) {
                statement.execute(stage.fill(doer, it));
            } catch (SQLException e) {
                // there was nothing to take back
            }
        }
        connection.setAutoCommit(false);
    }

    private static boolean isTrue(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** PostgreSQL's words without the hints that take other lines. */
    static Outcome refusal(SQLException e, String statement) {
        var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return Outcome.refused(String.valueOf(e.getSQLState()), message, statement);
    }

    private static String shortened(String text) {
        return text.length() <= WORDS ? text : text.substring(0, WORDS) + "…";
    }
}
