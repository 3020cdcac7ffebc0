/** Logical backups of single services: made, checked, restored, listed. */
@NullMarked
package dev.bulkhead.toolbox.backup;

import org.jspecify.annotations.NullMarked;
