/** What a team does to databases that are there: look at them, back them up, move them. */
@NullMarked
package dev.bulkhead.toolbox;

import org.jspecify.annotations.NullMarked;
