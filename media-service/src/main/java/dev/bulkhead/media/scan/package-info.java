/** Makes the catalogue agree with the folder. */
@NullMarked
package dev.bulkhead.media.scan;

import org.jspecify.annotations.NullMarked;
