/**
 * Whole servers: full and incremental backups with an archive of the write-ahead log, and restores
 * to any moment since, all through pgBackRest.
 */
@NullMarked
package dev.bulkhead.toolbox.archive;

import org.jspecify.annotations.NullMarked;
