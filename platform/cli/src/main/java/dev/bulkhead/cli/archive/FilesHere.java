package dev.bulkhead.cli.archive;

import java.nio.file.Path;

/**
 * The files of a server that somebody else runs, as in the container for backups.
 *
 * @param data its data folder
 * @param socket the folder with its Unix socket
 */
public record FilesHere(Path data, Path socket) {}
