/** Options that several verbs have in common: which platform, which rung, which servers. */
@NullMarked
package dev.bulkhead.cli.options;

import org.jspecify.annotations.NullMarked;
