package dev.bulkhead.toolbox.archive;

import java.nio.file.Path;

/**
 * A server as pgBackRest sees it: by its files and its socket, both on this machine.
 *
 * @param name the server's name, which is its stanza's
 * @param data the data folder
 * @param socket the folder with the server's Unix socket
 * @param port which names the socket
 * @param administrator who takes backups
 * @param version PostgreSQL's major version
 */
public record ServerFiles(
        String name, Path data, Path socket, int port, String administrator, int version) {}
