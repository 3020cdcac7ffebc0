/** What a person sees: steps with their times, tables, sentences instead of stack traces. */
@NullMarked
package dev.bulkhead.cli.screen;

import org.jspecify.annotations.NullMarked;
