package dev.bulkhead.toolbox.look;

import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.ProvisioningFailed;
import dev.bulkhead.provisioning.server.Query;
import dev.bulkhead.toolbox.look.Health.Archive;
import dev.bulkhead.toolbox.look.Health.OfServer;
import dev.bulkhead.toolbox.look.Health.OfService;
import dev.bulkhead.toolbox.look.Health.Slot;
import dev.bulkhead.toolbox.look.Health.Standby;
import dev.bulkhead.toolbox.look.Health.State;
import dev.bulkhead.toolbox.look.Health.Trouble;
import dev.bulkhead.toolbox.look.Health.Trouble.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Asks each service's database as the service would, and each server as its administrator. */
final class HealthCheck {

    private static final int ROUND_TRIPS = 5;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final double NANOS_PER_MILLI = 1e6;

    /** A slot in these states costs a subscriber its place, or the server its disk. */
    private static final Set<String> PERILOUS = Set.of("unreserved", "lost");

    private static final String EXTENDED = "extended";

    private final Provisioning provisioning;
    private final List<ServiceDatabase> places;
    private final Set<String> stopped;

    /**
     * @param stopped the servers that nobody can ask, by the names that places give them
     */
    HealthCheck(Provisioning provisioning, List<ServiceDatabase> places, Set<String> stopped) {
        this.provisioning = provisioning;
        this.places = places;
        this.stopped = stopped;
    }

    /** A server that does not answer costs its time once, because all are asked at once. */
    Health run() {
        var running = places.stream().filter(it -> !stopped.contains(it.server())).toList();
        var seats = Seat.of(provisioning, running);
        try (var workers =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            var servers =
                    workers.invokeAll(
                            seats.stream().<Callable<Seen>>map(it -> () -> server(it)).toList());
            var services =
                    workers.invokeAll(
                            places.stream()
                                    .<Callable<OfService>>map(it -> () -> service(it))
                                    .toList());
            var use = new HashMap<String, Use>();
            var ofServers = new ArrayList<OfServer>();
            for (var it : servers) {
                ofServers.add(it.get().health());
                it.get().use().forEach((role, count) -> use.merge(role, count, Use::plus));
            }
            var ofServices = new ArrayList<OfService>();
            for (var it : services) {
                ofServices.add(counted(it.get(), use.get(it.get().user())));
            }
            return new Health(
                    provisioning.manifest().platform(), Instant.now(), ofServices, ofServers);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LookingFailed("Interrupted while the databases were asked.");
        }
    }

    /** Sessions of a role, and how many it may have; on the servers that it may log in to. */
    private record Use(int connections, int limit) {

        Use plus(Use other) {
            return new Use(connections + other.connections, limit);
        }
    }

    private record Seen(OfServer health, Map<String, Use> use) {}

    private static OfService counted(OfService it, @Nullable Use use) {
        return new OfService(
                it.service(),
                it.server(),
                it.host(),
                it.port(),
                it.database(),
                it.user(),
                it.trouble(),
                it.loginMilliseconds(),
                it.roundTripMilliseconds(),
                it.version(),
                use == null ? null : use.connections(),
                use == null ? null : use.limit(),
                it.pool());
    }

    private OfService service(ServiceDatabase place) {
        if (stopped.contains(place.server())) {
            return troubled(place, null, Kind.NOT_RUNNING, "its PostgreSQL is not running");
        }
        var server = provisioning.server(place);
        var secrets = provisioning.secrets();
        if (!secrets.has(place.user())) {
            return troubled(
                    place,
                    server,
                    Kind.NO_PASSWORD_FILE,
                    "there is no password file " + secrets.folder().resolve(place.user()));
        }
        try {
            return ask(place, server, secrets);
        } catch (SQLException e) {
            return troubled(place, server, kind(e), words(e, place, server));
        } catch (ProvisioningFailed e) { // the password file
            return troubled(place, server, Kind.OTHER, String.valueOf(e.getMessage()));
        }
    }

    private OfService ask(ServiceDatabase place, DatabaseServer server, Secrets secrets)
            throws SQLException {
        var begun = System.nanoTime();
        try (var connection =
                server.connect(place.database(), place.user(), secrets.password(place.user()))) {
            var login = System.nanoTime() - begun;
            connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
            Rows.introduce(connection);
            var roundTrip = roundTrip(connection);
            history(connection, place);
            return new OfService(
                    place.service().name(),
                    server(place),
                    server.host(),
                    server.port(),
                    place.database(),
                    place.user(),
                    null,
                    millis(login),
                    roundTrip,
                    version(connection),
                    null,
                    null,
                    place.service().pooledConnections());
        }
    }

    private static double roundTrip(Connection connection) throws SQLException {
        var taken = new ArrayList<Long>();
        try (var statement = connection.createStatement()) {
            for (int i = 0; i < ROUND_TRIPS; i++) {
                var begun = System.nanoTime();
                statement.execute("");
                taken.add(System.nanoTime() - begun);
            }
        }
        taken.sort(null);
        return millis(taken.get(ROUND_TRIPS / 2));
    }

    /** What a service reads first when it starts; so its schema, its grants and its tables. */
    private static void history(Connection connection, ServiceDatabase place) throws SQLException {
        Query.rows(
                connection,
                row -> row.getString(1),
                "select max(installed_rank) from \"%s\".\"%s\""
                        .formatted(place.schema(), place.historyTable()));
    }

    private static String version(Connection connection) throws SQLException {
        return Query.rows(
                        connection,
                        row -> row.getString(1),
                        "select split_part(current_setting('server_version'), ' ', 1)")
                .getFirst();
    }

    private static double millis(long nanos) {
        return Rows.rounded(nanos / NANOS_PER_MILLI);
    }

    private OfService troubled(
            ServiceDatabase place, @Nullable DatabaseServer server, Kind kind, String words) {
        return new OfService(
                place.service().name(),
                server(place),
                server == null ? "" : server.host(),
                server == null ? 0 : server.port(),
                place.database(),
                place.user(),
                new Trouble(kind, words),
                null,
                null,
                null,
                null,
                null,
                place.service().pooledConnections());
    }

    private String server(ServiceDatabase place) {
        var own =
                stopped.contains(place.server())
                        || provisioning.servers().own().containsKey(place.server());
        return own && !place.server().equals(ServiceDatabase.SHARED_SERVER)
                ? ServiceDatabase.SHARED_SERVER + "-" + place.server()
                : ServiceDatabase.SHARED_SERVER;
    }

    private static Kind kind(SQLException e) {
        return switch (String.valueOf(e.getSQLState())) {
            case "28P01" -> Kind.WRONG_PASSWORD;
            case "3D000" -> Kind.NO_DATABASE;
            case "53300" -> Kind.TOO_MANY_CONNECTIONS;
            case "28000", "42501" -> Kind.PERMISSION_DENIED;
            case "42P01", "3F000" -> Kind.NOT_MIGRATED;
            // 57P03: it starts, recovers or stops
            case "08001", "08006", "57P01", "57P03" -> Kind.NO_ANSWER;
            default -> Kind.OTHER;
        };
    }

    private static String words(SQLException e, ServiceDatabase place, DatabaseServer server) {
        return switch (kind(e)) {
            case NO_ANSWER ->
                    "No PostgreSQL answers at %s:%d%s"
                            .formatted(
                                    server.host(),
                                    server.port(),
                                    "57P03".equals(e.getSQLState()) ? ": " + firstLine(e) : "");
            case NOT_MIGRATED -> "%s has no tables yet".formatted(place.database());
            default -> firstLine(e);
        };
    }

    private static String firstLine(SQLException e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString())
                .lines()
                .findFirst()
                .orElse("");
    }

    private Seen server(Seat seat) {
        var server = seat.server();
        var users = seat.residents().stream().map(ServiceDatabase::user).distinct().toList();
        try {
            return Rows.asAdministrator(
                    server,
                    "postgres",
                    connection -> {
                        connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
                        var state = state(connection);
                        return new Seen(
                                new OfServer(
                                        seat.name(),
                                        server.host(),
                                        server.port(),
                                        troubles(state),
                                        state),
                                use(connection, users));
                    });
        } catch (ProvisioningFailed e) {
            return new Seen(
                    new OfServer(
                            seat.name(),
                            server.host(),
                            server.port(),
                            List.of(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
                            null),
                    Map.of());
        }
    }

    private static List<String> troubles(State state) {
        var troubles = new ArrayList<String>();
        if (state.archive().failing()) {
            troubles.add(
                    "Archiving the write-ahead log fails since %s; the log piles up until it works."
                            .formatted(state.archive().lastFailedAt()));
        }
        for (var it : state.slots()) {
            if (PERILOUS.contains(it.walStatus())) {
                troubles.add(
                        "Replication slot %s is %s: its receiver cannot catch up any more."
                                .formatted(it.name(), it.walStatus()));
            } else if (!it.active() && it.walStatus().equals(EXTENDED)) {
                troubles.add(
                        "Replication slot %s has no receiver and holds back more write-ahead log than max_wal_size; drop it, or the disk fills up: select pg_drop_replication_slot('%s')."
                                .formatted(it.name(), it.name()));
            }
        }
        return troubles;
    }

    private static State state(Connection connection) throws SQLException {
        var archive =
                Query.rows(
                                connection,
                                row ->
                                        new Archive(
                                                row.getBoolean(1),
                                                row.getLong(2),
                                                row.getLong(3),
                                                Rows.instant(row, 4),
                                                Rows.instant(row, 5),
                                                row.getBoolean(6)),
                                """
                                select current_setting('archive_mode') <> 'off', archived_count, failed_count,
                                       last_archived_time, last_failed_time,
                                       current_setting('archive_mode') <> 'off' and last_failed_time is not null
                                       and (last_archived_time is null or last_failed_time > last_archived_time)
                                  from pg_stat_archiver
                                """)
                        .getFirst();
        var standbys =
                Query.rows(
                        connection,
                        row ->
                                new Standby(
                                        Rows.text(row, 1),
                                        Rows.text(row, 2),
                                        Rows.text(row, 3),
                                        Rows.number(row, 4)),
                        """
                        select application_name, state, sync_state,
                               case when not pg_is_in_recovery()
                                    then pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::bigint end
                          from pg_stat_replication order by 1
                        """);
        var slots =
                Query.rows(
                        connection,
                        row ->
                                new Slot(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getBoolean(3),
                                        Rows.text(row, 4),
                                        Rows.number(row, 5)),
                        """
                        select slot_name, slot_type, active, wal_status,
                               case when not pg_is_in_recovery()
                                    then pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint end
                          from pg_replication_slots order by 1
                        """);
        return Query.rows(
                        connection,
                        row ->
                                new State(
                                        row.getString(1),
                                        Objects.requireNonNull(Rows.instant(row, 2)),
                                        row.getBoolean(3),
                                        row.getInt(4),
                                        row.getInt(5),
                                        archive,
                                        standbys,
                                        slots),
                        """
                        select split_part(current_setting('server_version'), ' ', 1),
                               pg_postmaster_start_time(), pg_is_in_recovery(),
                               (select count(*) from pg_stat_activity
                                 where backend_type = 'client backend' and application_name <> ?),
                               current_setting('max_connections')::int
                        """,
                        Rows.APPLICATION)
                .getFirst();
    }

    private static Map<String, Use> use(Connection connection, List<String> users)
            throws SQLException {
        var use = new HashMap<String, Use>();
        Query.rows(
                connection,
                row -> use.put(row.getString(1), new Use(row.getInt(2), row.getInt(3))),
                """
                select r.rolname,
                       (select count(*) from pg_stat_activity a
                         where a.usesysid = r.oid and a.application_name <> ?),
                       r.rolconnlimit
                  from pg_roles r where r.rolname = any (?)
                """,
                Rows.APPLICATION,
                users);
        return use;
    }
}
