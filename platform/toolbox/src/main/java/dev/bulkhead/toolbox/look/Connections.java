package dev.bulkhead.toolbox.look;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is connected, and what for. */
public record Connections(
        String platform,
        Instant at,
        List<Use> uses,
        List<Idle> idleInTransaction,
        List<Total> servers) {

    public Connections {
        uses = List.copyOf(uses);
        idleInTransaction = List.copyOf(idleInTransaction);
        servers = List.copyOf(servers);
    }

    /**
     * The sessions of one role by one application.
     *
     * @param service null where it is none's, or nobody can tell which one's
     * @param application as the sessions call themselves
     * @param other starting, or with tracking turned off
     * @param pool what the service may open, in all its instances; null of other roles than its
     *     user
     * @param connectionLimit the role's, whatever the application; null without one
     */
    public record Use(
            @Nullable String service,
            Whose.Kind whose,
            String server,
            String role,
            String application,
            int active,
            int idle,
            int idleInTransaction,
            int other,
            int total,
            @Nullable Integer pool,
            @Nullable Integer connectionLimit) {}

    /**
     * A session that holds a transaction open and does nothing.
     *
     * @param since when it fell idle
     * @param lastStatement shortened, without the values in it
     */
    public record Idle(
            @Nullable String service,
            Whose.Kind whose,
            String server,
            String database,
            int pid,
            String role,
            String application,
            Instant since,
            double idleSeconds,
            double transactionSeconds,
            String lastStatement) {}

    /** All sessions of clients on a server. */
    public record Total(String server, int connections, int maxConnections, int reserved) {}
}
