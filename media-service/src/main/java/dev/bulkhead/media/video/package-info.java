/** Brings videos into the library, renames them and takes them out. */
@NullMarked
package dev.bulkhead.media.video;

import org.jspecify.annotations.NullMarked;
