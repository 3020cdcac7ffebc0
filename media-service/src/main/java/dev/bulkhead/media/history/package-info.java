/** How far each viewer has watched. */
@NullMarked
package dev.bulkhead.media.history;

import org.jspecify.annotations.NullMarked;
