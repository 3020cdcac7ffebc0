package dev.bulkhead.shared.db;

import java.util.HexFormat;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
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
 */
public final class RowSecurity {

    private final JdbcClient jdbc;

    RowSecurity(JdbcClient jdbc) {
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

    private void act(String user, String job, String hash) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "Rows can be acted on in somebody's name only inside a transaction");
        }
        jdbc.sql(
                        """
                        select set_config('app.current_user_id', ?, true),
                               set_config('app.current_job', ?, true),
                               set_config('app.presented_hash', ?, true)
                        """)
                .params(user, job, hash)
                .query()
                .singleRow();
    }
}
