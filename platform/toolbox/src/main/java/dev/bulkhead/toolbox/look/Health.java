package dev.bulkhead.toolbox.look;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the databases do, as their services find them and as the administrator does. */
public record Health(
        String platform, Instant at, List<OfService> services, List<OfServer> servers) {

    public Health {
        services = List.copyOf(services);
        servers = List.copyOf(servers);
    }

    @JsonProperty
    public boolean healthy() {
        return services.stream().allMatch(OfService::healthy)
                && servers.stream().allMatch(OfServer::healthy);
    }

    /**
     * A service's database as its runtime user finds it.
     *
     * @param loginMilliseconds from nothing to a session, the password checked
     * @param roundTripMilliseconds the median of some empty statements
     * @param connections sessions of the user now, without our own; null where nobody could count
     * @param connectionLimit the user's; where services share it they share the limit
     * @param pool what the service may open of them, in all its instances
     */
    public record OfService(
            String service,
            String server,
            String host,
            int port,
            String database,
            String user,
            @Nullable Trouble trouble,
            @Nullable Double loginMilliseconds,
            @Nullable Double roundTripMilliseconds,
            @Nullable String version,
            @Nullable Integer connections,
            @Nullable Integer connectionLimit,
            int pool) {

        @JsonProperty
        public boolean healthy() {
            return trouble == null;
        }
    }

    /** Why a service cannot use its database, and PostgreSQL's words if it had any. */
    public record Trouble(Kind kind, String words) {

        public enum Kind {
            NOT_RUNNING,
            NO_ANSWER,
            NO_PASSWORD_FILE,
            WRONG_PASSWORD,
            NO_DATABASE,
            TOO_MANY_CONNECTIONS,
            PERMISSION_DENIED,
            NOT_MIGRATED,
            OTHER;

            @JsonValue
            public String word() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /**
     * A server as its administrator finds it.
     *
     * @param troubles sentences; none when it is healthy
     * @param state null where the administrator could not look
     */
    public record OfServer(
            String server, String host, int port, List<String> troubles, @Nullable State state) {

        public OfServer {
            troubles = List.copyOf(troubles);
        }

        @JsonProperty
        public boolean healthy() {
            return troubles.isEmpty();
        }
    }

    /**
     * @param connections all sessions of clients, without our own
     */
    public record State(
            String version,
            Instant startedAt,
            boolean standby,
            int connections,
            int maxConnections,
            Archive archive,
            List<Standby> standbys,
            List<Slot> slots) {

        public State {
            standbys = List.copyOf(standbys);
            slots = List.copyOf(slots);
        }
    }

    /**
     * @param failing whether the last attempt to archive failed
     */
    public record Archive(
            boolean on,
            long archivedFiles,
            long failedAttempts,
            @Nullable Instant lastArchivedAt,
            @Nullable Instant lastFailedAt,
            boolean failing) {}

    /**
     * Somebody who receives the write-ahead log.
     *
     * @param lagBytes written here and not yet replayed there
     */
    public record Standby(String application, String state, String sync, @Nullable Long lagBytes) {}

    /**
     * @param walStatus reserved, extended, unreserved or lost, as PostgreSQL names it
     * @param heldBytes of write-ahead log that cannot go because of it
     */
    public record Slot(
            String name, String type, boolean active, String walStatus, @Nullable Long heldBytes) {}
}
