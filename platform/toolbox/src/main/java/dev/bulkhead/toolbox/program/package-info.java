/** PostgreSQL's own client programs: which there are, how old they are, and running them. */
@NullMarked
package dev.bulkhead.toolbox.program;

import org.jspecify.annotations.NullMarked;
