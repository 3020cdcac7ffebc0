/** Words by which videos are found. */
@NullMarked
package dev.bulkhead.media.tag;

import org.jspecify.annotations.NullMarked;
