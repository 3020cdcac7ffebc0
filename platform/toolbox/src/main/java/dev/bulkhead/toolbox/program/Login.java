package dev.bulkhead.toolbox.program;

import dev.bulkhead.provisioning.server.DatabaseServer;

/**
 * As whom a program connects, and to which database.
 *
 * @param application what the server's list of sessions shows
 */
public record Login(
        String host, int port, String database, String user, String password, String application) {

    /** The administrator's way into one database. */
    public static Login administrator(DatabaseServer server, String database, String application) {
        return new Login(
                server.host(),
                server.port(),
                database,
                server.administrator(),
                server.password(),
                application);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s at %s:%d/%s".formatted(user, host, port, database);
    }
}
