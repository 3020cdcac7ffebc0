/** Sends a video, whole or in ranges. */
@NullMarked
package dev.bulkhead.media.stream;

import org.jspecify.annotations.NullMarked;
