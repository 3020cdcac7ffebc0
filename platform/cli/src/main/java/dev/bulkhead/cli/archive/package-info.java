/** Backups of whole servers in words: taken, listed, verified, restored. */
@NullMarked
package dev.bulkhead.cli.archive;

import org.jspecify.annotations.NullMarked;
