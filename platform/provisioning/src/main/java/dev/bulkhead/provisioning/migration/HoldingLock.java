package dev.bulkhead.provisioning.migration;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Has the connection that migrates hold the lock, for as long as the server works for it. */
class HoldingLock extends BaseCallback {

    private final Owner owner;

    HoldingLock(Owner owner) {
        this.owner = owner;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            MigrationLock.hold(context.getConnection(), owner);
        } catch (SQLException e) {
            throw new FlywayException("The lock cannot be taken: " + e.getMessage(), e);
        }
    }
}
