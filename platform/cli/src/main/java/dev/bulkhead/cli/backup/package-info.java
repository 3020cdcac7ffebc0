/** Backups of single services, as steps and tables on the screen. */
@NullMarked
package dev.bulkhead.cli.backup;

import org.jspecify.annotations.NullMarked;
