/** Operating system processes: started apart from the terminal, recognised again, ended gently. */
@NullMarked
package dev.bulkhead.cli.process;

import org.jspecify.annotations.NullMarked;
