/** PostgreSQL's own command line, for whoever wants to ask a question of their own. */
@NullMarked
package dev.bulkhead.cli.shell;

import org.jspecify.annotations.NullMarked;
