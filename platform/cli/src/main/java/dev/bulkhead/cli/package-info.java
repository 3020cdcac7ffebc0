/** The command's verbs. */
@NullMarked
package dev.bulkhead.cli;

import org.jspecify.annotations.NullMarked;
