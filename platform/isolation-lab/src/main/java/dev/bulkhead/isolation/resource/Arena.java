package dev.bulkhead.isolation.resource;

import dev.bulkhead.embedded.EmbeddedServer;
import dev.bulkhead.provisioning.Provisioning;
import dev.bulkhead.provisioning.manifest.Manifest;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.secrets.Secrets;
import dev.bulkhead.provisioning.server.DatabaseServer;
import dev.bulkhead.provisioning.server.DatabaseServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The only place where {@link ResourceProbes} run: throw-away servers, started for them and gone
 * after them, provisioned by production's own code. A platform that serves anybody cannot be handed
 * in here, for the probes disturb a whole server and kill its processes.
 *
 * <p>What servers share is made small, so that it is full within a second; it would be as full on a
 * large one, a little later.
 */
public final class Arena implements AutoCloseable {

    private static final int LOCKS_PER_PLACE = 10;

    /** Places of the server's own processes, and room that it has to spare. */
    private static final int MORE_PLACES = 100;

    private static final Map<String, String> SMALL =
            Map.of(
                    "max_locks_per_transaction", String.valueOf(LOCKS_PER_PLACE),
                    "max_notify_queue_pages", "64",
                    "shared_buffers", "16MB");

    /** After a crash all sessions of a server end and it replays its log. */
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private static final Duration ENDING = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 50;

    private final Provisioning provisioning;
    private final Map<String, Started> servers;
    private final Map<DatabaseServer, Connection> administrators = new HashMap<>();

    private record Started(
            EmbeddedServer embedded, DatabaseServer server, Path folder, int places) {}

    private Arena(Provisioning provisioning, Map<String, Started> servers) {
        this.provisioning = provisioning;
        this.servers = servers;
    }

    /**
     * Starts and provisions what the manifest asks for two of its services; migrates nothing.
     *
     * @param attacker a service's name
     * @param victim another's
     */
    public static Arena start(Manifest manifest, String attacker, String victim) {
        var pair = manifest.only(attacker, victim);
        var started = new LinkedHashMap<String, Started>();
        try {
            for (var it : pair.services()) {
                var server = ServiceDatabase.of(pair, it).server();
                if (!started.containsKey(server)) {
                    var budget =
                            server.equals(ServiceDatabase.SHARED_SERVER)
                                    ? manifest.server()
                                    : manifest.budget(manifest.service(server));
                    started.put(server, start(budget.maxConnections()));
                }
            }
            var own = new LinkedHashMap<String, DatabaseServer>();
            started.forEach((name, it) -> own.put(name, it.server()));
            var shared = own.remove(ServiceDatabase.SHARED_SERVER);
            var secrets = new Secrets(started.values().iterator().next().folder().resolve("roles"));
            var provisioning = new Provisioning(pair, new DatabaseServers(shared, own), secrets);
            provisioning.apply(_ -> {});
            var arena = new Arena(provisioning, started);
            arena.furnish();
            return arena;
        } catch (RuntimeException | SQLException e) {
            started.values().forEach(it -> it.embedded().close());
            throw new IllegalStateException("No arena: " + e.getMessage(), e);
        }
    }

    private static Started start(int places) {
        var builder = EmbeddedServer.throwaway();
        SMALL.forEach(builder::setting);
        builder.setting("max_connections", String.valueOf(places));
        var password = new Secrets(builder.folder().resolve("roles")).password("postgres");
        var embedded = builder.administratorPassword(password).start();
        return new Started(
                embedded,
                DatabaseServer.local(embedded.port(), EmbeddedServer.ADMINISTRATOR, password)
                        .withHbaFile(embedded.hbaFile()),
                builder.folder(),
                places);
    }

    String version() {
        var server = servers.values().iterator().next().server();
        try {
            return administrator(server).getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw server.refused(e, "postgres", server.administrator());
        }
    }

    /** Gives each service a table of its own to work on, made by its owner as a migration would. */
    private void furnish() throws SQLException {
        for (var it : provisioning.databases()) {
            try (var owner =
                    server(it)
                            .connect(it.database(), it.owner(), password(server(it), it.owner()))) {
                Sql.run(
                        owner,
                        "create table %s (id bigint generated always as identity, note text)"
                                .formatted(table(it)));
            }
        }
    }

    static String table(ServiceDatabase database) {
        return database.prefix() + "resource_work";
    }

    /** What a service does all day; it leaves nothing. */
    static void write(Connection connection, ServiceDatabase database) throws SQLException {
        Sql.run(connection, "insert into %s (note) values ('work')".formatted(table(database)));
        Sql.run(connection, "notify work, 'done'");
        Sql.run(connection, "delete from %s where note = 'work'".formatted(table(database)));
    }

    Provisioning provisioning() {
        return provisioning;
    }

    DatabaseServer server(ServiceDatabase database) {
        return provisioning.server(database);
    }

    /** A server's max_connections. */
    int places(DatabaseServer server) {
        return started(server).places();
    }

    /** More locks than a server's table holds. */
    int moreThanAllLocks(DatabaseServer server) {
        return (places(server) + MORE_PLACES) * LOCKS_PER_PLACE * 2;
    }

    private Started started(DatabaseServer server) {
        return servers.values().stream()
                .filter(it -> it.server().equals(server))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("None of this arena's servers"));
    }

    String password(DatabaseServer server, String role) {
        return role.equals(server.administrator())
                ? server.password()
                : provisioning.secrets().password(role);
    }

    /** The administrator's session that is kept open, because there may be no place for another. */
    synchronized Connection administrator(DatabaseServer server) throws SQLException {
        var connection = administrators.get(server);
        if (connection == null || !connection.isValid(2)) {
            connection = reconnect(server);
            administrators.put(server, connection);
        }
        return connection;
    }

    private static Connection reconnect(DatabaseServer server) throws SQLException {
        var deadline = System.nanoTime() + RECOVERY.toNanos();
        while (true) {
            try {
                return server.connect("postgres", server.administrator(), server.password());
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    /**
     * Ends sessions and waits until the server has forgotten them. While they have taken what the
     * server needs for answering, it refuses even the administrator.
     */
    synchronized void end(DatabaseServer server, List<Integer> pids) throws SQLException {
        var deadline = System.nanoTime() + ENDING.toNanos();
        while (true) {
            try {
                if (terminated(administrator(server), pids) == 0) {
                    return;
                }
                if (System.nanoTime() > deadline) {
                    throw new SQLException("sessions of a probe do not end", "57014");
                }
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static int terminated(Connection administrator, List<Integer> pids)
            throws SQLException {
        try (var statement =
                administrator.prepareStatement(
                        """
                        select count(pg_terminate_backend(pid)) from pg_stat_get_activity(null)
                         where pid = any (?)
                        """)) {
            statement.setArray(1, administrator.createArrayOf("int4", pids.toArray()));
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    /** Sends SIGKILL to a process that is a child of this arena's own server, and to no other. */
    void kill(DatabaseServer server, int pid) {
        var postmaster = started(server).embedded().pid();
        ProcessHandle.of(pid)
                .filter(it -> it.parent().filter(parent -> parent.pid() == postmaster).isPresent())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "Process %d is none of this arena's servers'".formatted(pid)))
                .destroyForcibly();
    }

    static void pause() {
        pause(PAUSE_MILLIS);
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server was waited for", e);
        }
    }

    @Override
    public void close() {
        var all = new ArrayList<>(administrators.values());
        servers.values().forEach(it -> it.embedded().close());
        for (var it : all) {
            try {
                it.abort(Runnable::run);
            } catch (SQLException e) {
                // it ended with its server
            }
        }
    }
}
