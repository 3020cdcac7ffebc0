/** What a file says of itself: whether it is a video, how long, in which codec. */
@NullMarked
package dev.bulkhead.media.footage;

import org.jspecify.annotations.NullMarked;
