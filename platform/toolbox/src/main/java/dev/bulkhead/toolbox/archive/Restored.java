package dev.bulkhead.toolbox.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a restore.
 *
 * @param backup which it began with
 * @param aside where the data are that the server had before; empty if it had none
 * @param lastCommit when the last transaction was committed that is there again; empty when the
 *     backup held them all, or while the server has yet to recover
 * @param down how long the server was away
 */
public record Restored(
        ServerBackup backup, Optional<Path> aside, Optional<Instant> lastCommit, Duration down) {}
