package dev.bulkhead.shared.db;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells PostgreSQL whose rows the current transaction is about, for policies of row-level security.
 *
 * <p>The setting is local to the transaction, so it cannot reach the next borrower of a pooled
 * connection. Policies read it as <code>
 * nullif(current_setting('app.current_user_id', true), '')::uuid</code>: after a transaction that
 * set it, the setting is an empty text and not null. It guards against bugs, not against a service
 * that was taken over: any session may set it.
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
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "Rows can be acted on as a user only inside a transaction");
        }
        jdbc.sql("select set_config('app.current_user_id', ?, true)")
                .param(user.toString())
                .query(String.class)
                .single();
    }
}
