package dev.bulkhead.provisioning.migration;

import dev.bulkhead.provisioning.plan.ServiceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Takes from the runtime user what default privileges gave it on new tables: the migration history
 * and append-only tables. It runs within each migration, so that they are never open, and once more
 * after all of them, in case somebody opened them meanwhile.
 */
class Protection extends BaseCallback {

    private final ServiceDatabase target;

    Protection(ServiceDatabase target) {
        this.target = target;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        protect(context.getConnection());
    }

    /** Not as Flyway's AFTER_MIGRATE, for which it would log in once more. */
    void repeat(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        protect(connection);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void protect(Connection connection) {
        try {
            revokeAll(connection);
        } catch (SQLException e) {
            throw new FlywayException(
                    "The migration history cannot be protected: " + e.getMessage(), e);
        }
    }

    private void revokeAll(Connection connection) throws SQLException {
        revoke(connection, "insert, update, delete", target.historyTable());
        for (var table : target.appendOnlyTables()) {
            revoke(connection, "update, delete", table);
        }
    }

    /** Partitions are tables of their own, so their privileges go with their parent's. */
    private void revoke(Connection connection, String privileges, String table)
            throws SQLException {
        var names = new ArrayList<String>();
        try (var statement =
                connection.prepareStatement(
                        """
                        with recursive part(oid) as (
                            select to_regclass(format('%I.%I', ?::text, ?::text))::oid
                            union
                            select i.inhrelid from pg_inherits i join part on i.inhparent = part.oid)
                        select format('%I.%I', n.nspname, c.relname)
                          from part join pg_class c on c.oid = part.oid
                          join pg_namespace n on n.oid = c.relnamespace
                        """)) {
            statement.setString(1, target.schema());
            statement.setString(2, table);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    names.add(result.getString(1));
                }
            }
        }
        try (var statement = connection.createStatement()) {
            for (var name : names) {
                statement.execute(
                        "revoke %s on table %s from %s".formatted(privileges, name, target.user()));
            }
        }
    }
}
