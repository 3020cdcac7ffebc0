package dev.bulkhead.shared.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;
import org.springframework.jdbc.core.SqlProvider;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells PostgreSQL in whose name the current transaction acts, for policies of row-level security.
 * It is one of a user, a job and the holder of a secret; the last call counts.
 *
 * <p>The settings <code>app.current_user_id</code>, <code>app.current_job</code> and <code>
 * app.presented_hash</code> are local to the transaction, so they cannot reach the next borrower of
 * a pooled connection. Afterwards they read as an empty text and not as null, hence <code>
 * nullif(current_setting('app.current_user_id', true), '')</code> in the functions that policies
 * call. All of it guards against bugs, not against a service that was taken over: any session may
 * set them.
 *
 * <p>JPA writes late: flush before changing the name, or the change is made in the new one.
 *
 * <p>Where one query is all there is to do, {@link #readAs} does it without a transaction and in
 * one exchange with the server, where begin, name, query and commit would take three.
 */
public final class RowSecurity {

    /** Lengths, because the driver waits before a query whose rows it cannot tell the size of. */
    private static final String NAME =
            """
            select length(set_config('app.current_user_id', ?, true)),
                   length(set_config('app.current_job', ?, true)),
                   length(set_config('app.presented_hash', ?, true))
            """;

    /**
     * The query depends on the name, so that it is looked for only when the name has been said.
     * Were it ever otherwise, the policies would fail, as they do for whoever says no name.
     */
    private static final String NAMED =
            """
            select it.*
              from (select set_config('app.current_user_id', ?, true) as acting_user,
                           set_config('app.current_job', ?, true) as acting_job,
                           set_config('app.presented_hash', ?, true) as presented_hash
                    offset 0) name
             cross join lateral (select *
                                   from (%s) query
                                  where acting_user <> '' or acting_job <> ''
                                 offset 0) it
            """;

    private final JdbcTemplate jdbc;

    RowSecurity(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Acts as this user until the current transaction ends.
     *
     * @throws IllegalTransactionStateException outside a transaction, where it would do nothing
     */
    public void actAs(UUID user) {
        act(user.toString(), "", "");
    }

    /**
     * Acts for nobody in particular, on purpose: policies name the jobs they let in, and to what.
     *
     * @throws IllegalTransactionStateException outside a transaction, where it would do nothing
     */
    public void actAsJob(String job) {
        if (job.isBlank()) {
            throw new IllegalArgumentException("A job has a name");
        }
        act("", job, "");
    }

    /**
     * Acts for whoever has presented a secret, of which the row holds the hash: to find out whose
     * it is.
     *
     * @throws IllegalTransactionStateException outside a transaction, where it would do nothing
     */
    public void actAsHolder(byte[] hash) {
        if (hash.length == 0) {
            throw new IllegalArgumentException("A hash has a length");
        }
        act("", "", HexFormat.of().formatHex(hash));
    }

    /**
     * Acts as this user until the current transaction ends, and writes: all in one exchange with
     * the server, the beginning of the transaction included.
     *
     * @throws IllegalTransactionStateException outside a transaction
     */
    public void writeAs(UUID user, Write... writes) {
        requireTransaction();
        var sql = new StringBuilder(NAME);
        var parameters = new ArrayList<@Nullable Object>();
        for (var write : writes) {
            sql.append(";\n").append(write.sql());
            parameters.addAll(write.parameters());
        }
        jdbc.execute(
                sql.toString(),
                (PreparedStatementCallback<Boolean>)
                        statement -> {
                            bind(statement, user.toString(), "", parameters);
                            return statement.execute();
                        });
    }

    private void act(String user, String job, String hash) {
        requireTransaction();
        jdbc.query(NAME, (RowCallbackHandler) _ -> {}, user, job, hash);
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "Rows can be acted on in somebody's name only inside a transaction");
        }
    }

    /**
     * Reads in this user's name. The name ends with the query.
     *
     * @param sql one query, with a question mark for each parameter
     * @throws IllegalTransactionStateException inside a transaction, where it would go on
     */
    public <T> List<T> readAs(UUID user, String sql, RowMapper<T> row, Object... parameters) {
        return read(user.toString(), "", sql, row, parameters);
    }

    /**
     * Reads for nobody in particular, as {@link #actAsJob}. The name ends with the query.
     *
     * @param sql one query, with a question mark for each parameter
     * @throws IllegalTransactionStateException inside a transaction, where it would go on
     */
    public <T> List<T> readAsJob(String job, String sql, RowMapper<T> row, Object... parameters) {
        return read("", job, sql, row, parameters);
    }

    private <T> List<T> read(
            String user, String job, String sql, RowMapper<T> row, Object... parameters) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "Inside a transaction the name would outlive the query: say actAs");
        }
        return Objects.requireNonNull(
                jdbc.query(
                        new Reading(NAMED.formatted(sql)),
                        statement -> bind(statement, user, job, Arrays.asList(parameters)),
                        new RowMapperResultSetExtractor<>(row)));
    }

    private static void bind(
            PreparedStatement statement,
            String user,
            String job,
            List<? extends @Nullable Object> parameters)
            throws SQLException {
        int at = 1;
        for (var name : List.of(user, job, "")) {
            statement.setString(at++, name);
        }
        for (var parameter : parameters) {
            statement.setObject(at++, parameter);
        }
    }

    /** A connection for reading; the pool takes that back. */
    private record Reading(String sql) implements PreparedStatementCreator, SqlProvider {

        @Override
        public PreparedStatement createPreparedStatement(Connection connection)
                throws SQLException {
            connection.setReadOnly(true);
            return connection.prepareStatement(sql);
        }

        @Override
        public String getSql() {
            return sql;
        }
    }
}
