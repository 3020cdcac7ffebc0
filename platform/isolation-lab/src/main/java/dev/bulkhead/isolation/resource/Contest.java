package dev.bulkhead.isolation.resource;

import dev.bulkhead.isolation.probe.Actor;
import dev.bulkhead.provisioning.manifest.Isolation;
import dev.bulkhead.provisioning.plan.ServiceDatabase;
import dev.bulkhead.provisioning.server.DatabaseServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * One attack by one service on one other: who they are, and everything that was opened for it, so
 * that everything ends with it.
 */
final class Contest implements AutoCloseable {

    /** For one answer of the server; a probe as a whole has {@link ResourceProbes#LIMIT}. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Arena arena;
    private final ServiceDatabase attacker;
    private final ServiceDatabase victim;
    private final String role;
    private final List<Session> sessions = new ArrayList<>();
    private final List<HalfOpenLogin> logins = new ArrayList<>();
    private boolean over;

    private record Session(DatabaseServer server, Connection connection, int pid) {}

    Contest(Arena arena, Actor actor, ServiceDatabase attacker, ServiceDatabase victim) {
        this.arena = arena;
        this.attacker = attacker;
        this.victim = victim;
        this.role = actor == Actor.USER ? attacker.user() : attacker.owner();
    }

    ServiceDatabase attackers() {
        return attacker;
    }

    ServiceDatabase victims() {
        return victim;
    }

    /** How far apart the two stand, whatever the manifest calls it. */
    Isolation rung() {
        if (!arena.server(attacker).equals(arena.server(victim))) {
            return Isolation.SERVER;
        }
        if (!attacker.database().equals(victim.database())) {
            return Isolation.DATABASE;
        }
        return attacker.user().equals(victim.user()) ? Isolation.PREFIX : Isolation.SCHEMA;
    }

    /** Whether both live in one database. */
    boolean sharedDatabase() {
        return rung() == Isolation.PREFIX || rung() == Isolation.SCHEMA;
    }

    /** How many sessions the attacker's server has places for. */
    int places() {
        return arena.places(arena.server(attacker));
    }

    /** More locks than the attacker's server has. */
    int moreThanAllLocks() {
        return arena.moreThanAllLocks(arena.server(attacker));
    }

    /** A session of the attacker in its own database, with the limits that it was given. */
    Connection limitedAttacker() throws SQLException {
        return open(arena.server(attacker), attacker.database(), role);
    }

    /** The same without the limits that it can lift itself, as an attacker would. */
    Connection attacker() throws SQLException {
        var session = limitedAttacker();
        Sql.run(session, "set statement_timeout = 0");
        Sql.run(session, "set idle_in_transaction_session_timeout = 0");
        Sql.run(session, "set transaction_timeout = 0");
        return session;
    }

    /** A session of the attacker where it has no business: on the victim's server. */
    Connection attackerAt(String database) throws SQLException {
        return open(arena.server(victim), database, role);
    }

    Connection victim() throws SQLException {
        return open(arena.server(victim), victim.database(), victim.user());
    }

    Connection victimsOwner() throws SQLException {
        return open(arena.server(victim), victim.database(), victim.owner());
    }

    /** The administrator of the victim's server, whose session was opened before the attack. */
    Connection administrator() throws SQLException {
        return arena.administrator(arena.server(victim));
    }

    /** The administrator in the victim's database. */
    Connection administratorAtVictims() throws SQLException {
        var server = arena.server(victim);
        return open(server, victim.database(), server.administrator());
    }

    HalfOpenLogin halfOpen(String asRole) throws SQLException {
        var server = arena.server(attacker);
        try {
            var login = HalfOpenLogin.to(server.host(), server.port(), asRole, attacker.database());
            synchronized (this) {
                logins.add(login);
                if (over) {
                    login.close();
                }
            }
            return login;
        } catch (IOException e) {
            throw new SQLException("No login can be begun: " + e, "08001", e);
        }
    }

    String role() {
        return role;
    }

    int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /** Kills the process of one of the attacker's sessions, as a machine without memory would. */
    void kill(Connection connection) throws SQLException {
        arena.kill(arena.server(attacker), pid(connection));
    }

    /** Lets the victim do what a service does: connect, write, notify. */
    Effect victimWorks() {
        Connection connection;
        try {
            connection = victim();
        } catch (SQLException e) {
            return Effect.harmed(e, true);
        }
        try (connection) {
            Arena.write(connection, victim);
            return Effect.unharmed("connected, wrote and notified");
        } catch (SQLException e) {
            return Effect.harmed(e, false);
        }
    }

    private Connection open(DatabaseServer server, String database, String as) throws SQLException {
        var connection = server.connect(database, as, arena.password(server, as));
        synchronized (this) {
            sessions.add(new Session(server, connection, pid(connection)));
            if (over) {
                connection.abort(Runnable::run);
                throw new SQLException("the probe is over", "57014");
            }
        }
        connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
        return connection;
    }

    /** Ends everything at once, on both sides, also for a thread that has been interrupted. */
    @Override
    public void close() {
        var interrupted = Thread.interrupted();
        try {
            List<Session> opened;
            synchronized (this) {
                over = true;
                opened = List.copyOf(sessions);
                logins.forEach(HalfOpenLogin::close);
            }
            for (var it : opened) {
                it.connection().abort(Runnable::run);
            }
            for (var server : opened.stream().map(Session::server).distinct().toList()) {
                arena.end(
                        server,
                        opened.stream()
                                .filter(it -> it.server().equals(server))
                                .map(Session::pid)
                                .toList());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A session may be left: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
