package dev.bulkhead.toolbox.look;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sessions that wait for others. */
public record Locks(String platform, Instant at, List<Wait> waits) {

    public Locks {
        waits = List.copyOf(waits);
    }

    /**
     * That one waits for another; who waits for several appears several times.
     *
     * @param mode of the lock, as PostgreSQL names it
     * @param on what is to be locked
     * @param since null where the wait has only begun
     * @param blocking null where a prepared transaction holds the lock
     */
    public record Wait(
            Session waiting,
            String mode,
            String on,
            @Nullable Instant since,
            @Nullable Double waitedSeconds,
            @Nullable Session blocking) {}

    /**
     * @param state active, idle in transaction, or whatever else PostgreSQL says
     * @param stateSeconds for how long it has been in it
     * @param statement what runs, or ran last; shortened, without the values in it
     */
    public record Session(
            int pid,
            @Nullable String service,
            Whose.Kind whose,
            String server,
            String database,
            String role,
            String application,
            String state,
            double stateSeconds,
            @Nullable Instant statementStartedAt,
            @Nullable Instant transactionStartedAt,
            String statement) {}
}
