package dev.bulkhead.provisioning.manifest;

/**
 * The server that all services share.
 *
 * @param maxConnections what {@code max_connections} must be at least
 * @param reservedConnections kept free for administrators, migrations and backups
 */
public record ServerBudget(int port, int maxConnections, int reservedConnections) {

    int available() {
        return maxConnections - reservedConnections;
    }
}
